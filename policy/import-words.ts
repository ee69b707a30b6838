/**
 * The words counties write in their tables: columns, units, totals, levels, departments, project categories.
 * Literals only: each list is one text, its words parted by white space. Gathered from published plans and notices of
 * 2012–2026. Longer words win over shorter ones.
 */

/** What a column may mean, besides money. Order within a list is without meaning; a word of one character must match whole. */
export const HEADER_WORDS = {
  seq: '序号 编号 项目序号 序 排序 No No. 行号',
  projectName: '项目名称 项目 工程名称 子项目名称 建设项目 名称 项目(工程)名称 实施项目 明细项目 项目名',
  village: '村名 村 行政村 项目村 村(社区) 村社 建制村 所在村 实施村 村级 村庄 受益村 村居 村名称 村别',
  township:
    '乡镇 乡(镇) 乡镇(街道) 镇 镇乡 街道 镇街 乡镇办 乡(镇、街道) 所在乡镇 镇(街) 镇名 苏木乡镇 乡镇名称 镇(街道) 镇(办) 乡镇街道 镇村 场镇',
  county: '县 区 县(区) 县(市、区) (市、区) 县区 区县 县市区 旗县 县名 所在县 市县 县别 地区(县) 市(县、区)',
  city: '市州 市 地市 市(州) 州市 设区市 地区',
  location: '建设地点 实施地点 项目地点 地点 建设地址 项目所在地 实施区域 实施范围 坐落位置 建设位置 项目区 地理位置 实施位置',
  content: `建设内容 建设内容及规模 主要建设内容 建设内容与规模 建设规模 建设规模及内容 项目内容 实施内容 主要内容 建设任务 工程内容 规模及内容
    项目概况 内容 项目主要内容 建设标准及规模 规模 项目摘要 建设规模和内容 任务内容 服务内容`,
  category:
    '项目类别 项目类型 类别 类型 项目子类型 二级项目类型 项目分类 分类 产业类别 项目种类 建设类别 创建类别 资金投向 支出方向 使用方向 任务方向',
  nature: '建设性质 项目性质 性质',
  households: '受益户数 户数 受益户 受益农户 带动户数 补助户数 覆盖户数 惠及户数 脱贫户数 任务户数 受益对象户数 户',
  population: '受益人口 受益人数 人口 人数 带动人数 受益人口数 惠及人口 覆盖人口 补助人数 脱贫人口 受益群众',
  benefit: '绩效目标 预期效益 效益 带贫机制 利益联结机制 联农带农机制 受益对象 项目效益 减贫机制 绩效 预期目标 群众参与和利益联结机制',
  responsibleUnit: `责任单位 实施单位 建设单位 项目单位 项目实施单位 承办单位 业主单位 项目业主 实施主体 建设主体 项目法人 使用单位 资金使用单位
    牵头单位 责任主体 实施部门 责任部门 项目责任单位 建设(实施)单位 单位名称 申报单位 项目建设单位 用款单位 预算单位 承担单位
    执行单位 责任单位及责任人`,
  department:
    '主管部门 行业主管部门 主管单位 业务主管部门 资金主管部门 下达部门 来源部门 下达单位 拨款单位 监管单位 业务股室 归口股室 部门 资金下达单位 上级主管部门 项目主管部门 业务处室',
  fundName: `资金名称 资金项目 资金来源 资金类别 资金种类 专项名称 专项资金名称 指标名称 来源 资金渠道 资金类型 项目资金名称 整合资金名称
    财政资金名称 资金来源名称 资金来源渠道 统筹资金名称 资金来源及文号 指标文件名称 文件名称 资金项目名称`,
  docNo:
    '文号 文件号 资金文号 指标文号 文件文号 下达文号 发文字号 发文文号 上级文号 来源文号 指标文件号 依据文号 资金文件文号 下达文件 指标文件 文件字号 批复文号 资金下达文号 上级资金文号 预算指标文号 文件编号',
  level: '级次 资金级次 资金级别 级别 资金层级 层级 预算级次 来源级次 资金来源级次 财政级次',
  year: '年度 年份 资金年度 预算年度 项目年度 所属年度 实施年度 计划年度 年',
  issuedOn: '发文日期 下达时间 下达日期 发文时间 文件日期 下文时间 下文日期 印发日期 到位时间 到账时间 文件时间',
  receivedOn: '收文日期 收文时间 收到日期',
  issuer: '发文单位 发文机关',
  purpose: '用途 资金用途 支持方向 资金使用方向 支出用途 使用用途 使用范围 支出内容 摘要',
  fundNature: '资金性质 经费性质 预算性质',
  budgetSubject:
    '列支科目 功能科目 预算科目 支出功能分类 功能分类科目 支出功能科目 科目 科目编码 支出科目 支出功能分类科目 预算科目编码 功能分类',
  book: '记入专账 所属专账 专账',
  poolClass: '统筹类别 统筹性质 整合类别',
  poolReason: '不可整合原因 不可统筹原因 不整合原因',
  catalogue: '资金目录 资金目录编码 目录编码',
  uses: '可用于 允许用途 准许用途',
  usableUntil: '资金到期日 使用截止日 有效期至',
  carriedFrom: '原资金年度',
  regions: '限用地域 限定地域',
  lotId: '资金编号',
  economicSubject: '经济科目 经济分类 支出经济分类 部门预算经济分类 政府预算经济分类 政府支出经济分类',
  projectCode: '项目编号 项目编码 项目代码 项目库编号 项目库编码',
  schedule: '建设期限 实施期限 建设周期 时间进度 建设起止时间 实施时间 起止年限 建设工期 工期 完成时限 进度安排 时间安排 建设时间 项目进度',
  quantity: '数量 工程量 任务数 建设数量 面积 里程 数额 任务量',
  quantityUnit: '计量单位 单位 数量单位',
  standard: '补助标准 单价 标准 奖补标准 资金补助标准 补贴标准 补助单价 投资标准 奖励标准',
  status: '项目状态 状态 进展情况 实施情况 工程进度 开标 签订合同 验收 进度 启动年份 完工时间 开工时间 验收结果',
  remark: '备注 说明 其他说明 备注说明',
  personal: `联系电话 电话 手机 手机号 联系方式 身份证 身份证号 身份证号码 银行账号 银行卡号 一卡通账号 账号 卡号 联系人 负责人 责任人
    项目负责人 项目责任人 姓名 户主 户主姓名 受益人 开户行 开户银行 法定代表人 法人代表 经办人 监督电话 包村干部 分管领导 监管责任人
    实施责任人 受助人`,
} as const

/** Money columns by role. Within `thisAllotment`, `fiscal` and `whole` the earlier word is the better one. */
export const MONEY_WORDS = {
  thisAllotment: `本次安排 本次下达 本次分配 本次拨付 本次 此次安排 此次下达 此次 本批 调整后 调剂后 拟安排 拟下达 拟补助 拟拨付 拟贴息 安排资金
    安排金额 下达资金 下达金额 分配资金 分配金额 计划安排 资金安排 资金分配 安排情况 实际安排`,
  fiscal: `财政衔接资金 衔接资金 财政专项扶贫资金 专项扶贫资金 财政扶贫资金 扶贫资金 整合资金 统筹资金 财政资金 财政补助 财政投入 财政投资
    补助资金 补助金额 奖补资金 奖补金额 贴息资金 贴息金额 补贴资金 补贴金额 帮扶资金 专项资金 奖励资金 奖励金额 指标金额 指标数 下达
    安排 分配 拨付金额 拨付资金 预算金额 预算资金 预算数 资金规模及来源 资金来源及规模 资金规模 资金总额 资金额度 资金数额 资金数
    项目资金 资金金额 投入资金 资金投入 补助 奖补 补贴 金额 资金 额度 发放金额`,
  whole:
    '合计 总计 小计 总投资 投资总额 项目总投资 计划总投资 计划投资 投资规模 投资额 投资概算 概算投资 概算总投资 批复投资 投资估算 预算总投资 计划投入 总投入 投入 投资 概算 估算 总金额 总额 预算',
  paid: '已拨 已下达 已安排 累计 已支付 已支出 支出数 执行数 已到位 到位资金 已提前下达 已付 已报账 此前 前期安排',
  payable: '应拨 应付 待拨 尚需 待付 未拨 应下达 应补助',
  surplus: '结余 结转 节余 剩余 余额',
  settlement: '结算价 结算 审定 决算 审核金额 审计金额',
  submitted: '送审 报审',
  managementFee: '管理费',
  contract: '合同价 合同金额 中标价 中标金额 成交金额 控制价',
  before: '调整前 原安排 原计划 调剂前 原下达 上年 去年 年初预算',
  recovered: '收回 调减 核减',
  change: '调增 增减 差额 缺口',
  loan: '贷款金额 贷款总额 贷款余额 付息金额 放款金额 授信 借款金额',
} as const

/** A header with one of these words is a share of money from that level; a single character must match whole. */
export const LEVEL_WORDS = {
  中央: '中央 国家级 国家 国债',
  省: '省级 省本级 省财政 省补 省资金 自治区 兵团 省',
  市: '市级 市本级 市财政 市补 市资金 州级 地级 师级 市 州 盟级 地区级',
  县: '县级 区级 县本级 区本级 本级 县财政 区财政 县配套 区配套 地方配套 旗级 旗本级 县区级 县(区)级 县(市)级 县(市、区)级 县 区 镇级 镇财政 乡镇配套',
  东西部协作: '东西部协作 东西协作 对口帮扶 对口支援 协作资金 援疆',
  社会帮扶: '社会 捐赠 定点帮扶 结对帮扶 社会帮扶',
  债券: '债券',
  贷款: '贷款 融资 信贷资金',
  结余: '结余资金 结余 结转',
  光伏收益: '光伏',
  自筹: '自筹 群众投劳 企业投入 投工投劳 村集体投入 农户',
  其他: '其他资金 其它资金 其他 其它 社会资本',
} as const

/** Sheets of our own workbooks that hold no money: how to fill the template in, and the lists to choose from. */
export const OWN_SHEETS = '填写说明 选项'

export const TOTAL_WORDS = '合计 总计 总合计 共计 总和 合计数 累计 分项合计 全县合计 全区合计 全市合计 大合计'
export const SUBTOTAL_WORDS = '小计 本页小计 本页合计 页小计 分计'
/** A first-column word that means the whole county; such a line is the total when it equals the sum of the others. */
export const WHOLE_COUNTY_WORDS = '全县 全区 全市 全旗 全省 全州 县合计 汇总'
/** How a line under the table begins when it is a note or a signature, not data. */
export const REMARK_WORDS = `备注 注: 注明 说明 附注 填表 填报 制表 审核人 单位负责人 复核 经办 联系电话 监督电话 举报电话 公示时间 公示期 公告单位
    公示单位 附件 编制单位 报送 主管领导 分管领导 来源: 数据来源 资料来源 特此 制表人 填表人 日期`

/** Words around a total that stands in a title or a note: "共安排资金500万元". */
export const ANNOUNCED_TOTAL_WORDS = '共计 合计 总计 总额 资金总规模 总规模 总投资 共安排 共下达 安排资金 下达资金 共'

/** An amount cell with only such a sign says "nothing here". */
export const EMPTY_SIGNS = '- -- — —— / \\ 无 〇 ―'
/** A cell in which the figure was taken out before publication. */
export const MASK_SIGNS = '* × 略 XX 某 □ ? 待定 另行'

export const TITLE_TAILS = `资金分配计划表 项目资金计划表 资金计划表 资金分配计划 资金安排计划表 资金安排计划 资金安排表 项目安排表 资金分配表 分配计划表
    分配明细表 资金明细表 项目明细表 项目计划表 计划表 明细表 安排表 分配表 汇总表 一览表 情况表 统计表 公示表 清单 项目明细 明细
    项目实施情况 实施情况 项目表 计划 方案 公示 公告 分配方案 名单 台账 表`

/** Categories of projects by the words in the published category column or in the name. */
export const CATEGORY_WORDS = {
  产业发展: '产业 种植 养殖 加工 合作社 基地 大棚 冷库 集体经济 帮扶车间 光伏 农业机械 茶 果园',
  道路桥梁: '道路 公路 桥 硬化 通组路 机耕路 生产路 村道 巷道',
  水利饮水: '饮水 水利 灌溉 渠 水厂 供水 山塘 机井 泵站 水库 防洪',
  人居环境: '人居环境 环境整治 厕 垃圾 污水 保洁 美丽 路灯 亮化 绿化',
  住房保障: '危房 住房 搬迁 农房',
  教育: '雨露 助学 教育 学校',
  就业: '就业 公益岗 公益性岗位 务工 交通补助 技能培训 培训',
  金融贴息: '贴息 小额信贷 保险 风险补偿',
  公共服务: '卫生室 文化 广场 养老 公共服务 便民',
  项目管理费: '管理费',
} as const

/** Management fee of central bridging money: at most 1 % (domain reference §1, 财农〔2021〕19号). */
export const MANAGEMENT_FEE_PERCENT = 1

/** Median amounts outside these bounds, in yuan, make the unit look wrong. */
export const ODD_MEDIAN_YUAN = { low: 500, high: 200_000_000 } as const
/** A unit that is nowhere written is taken for 元 when whole amounts have at least this median, else for 万元. */
export const BARE_YUAN_FROM = 20_000
