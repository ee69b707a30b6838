/** Who works in the demo district: one person for each role, and more where signatures need them. Names are invented. */
import type { RoleKey } from '#policy/roles.ts'

export interface DemoPerson {
  readonly username: string
  readonly name: string
  readonly role: RoleKey
  readonly scope: string | null
}

export const DEMO_PASSWORD = 'maojian-2017'

const TOWN = '420302201'
const VILLAGE = '420302201203'

export const demoPeople: readonly DemoPerson[] = [
  { username: 'village', name: '东沟村 陈守田', role: 'village', scope: VILLAGE },
  { username: 'village2', name: '廖家村 廖有根', role: 'village', scope: '420302201200' },
  { username: 'village3', name: '康家村 康大年', role: 'village', scope: '420302201201' },
  { username: 'village4', name: '卡子村 卢秋生', role: 'village', scope: '420302100201' },
  { username: 'village5', name: '徐家沟村 徐来福', role: 'village', scope: '420302202200' },
  { username: 'village_sup', name: '东沟村 周明礼', role: 'village_sup', scope: VILLAGE },
  { username: 'township', name: '茅塔乡 吴映红', role: 'township', scope: TOWN },
  { username: 'township2', name: '大川镇 汪家富', role: 'township', scope: '420302100' },
  { username: 'township3', name: '鸳鸯乡 彭志高', role: 'township', scope: '420302202' },
  { username: 'dept', name: '区农业局 李建国', role: 'dept', scope: '区农业局' },
  { username: 'dept2', name: '区农业局 何秀兰', role: 'dept', scope: '区农业局' },
  { username: 'dept3', name: '区交通局 罗大军', role: 'dept', scope: '区交通局' },
  { username: 'dept4', name: '区水利局 江春水', role: 'dept', scope: '区水利局' },
  { username: 'dept5', name: '区住建局 石立柱', role: 'dept', scope: '区住建局' },
  { username: 'dept6', name: '区旅游局 游春华', role: 'dept', scope: '区旅游局' },
  { username: 'dept7', name: '区卫计局 康宁', role: 'dept', scope: '区卫计局' },
  { username: 'pov_office', name: '区扶贫办 刘志远', role: 'pov_office', scope: null },
  { username: 'pool_office', name: '区统筹办 王丽华', role: 'pool_office', scope: null },
  { username: 'pool_office2', name: '区统筹办 孙立', role: 'pool_office', scope: null },
  { username: 'finance', name: '区财政局 赵敏', role: 'finance', scope: null },
  { username: 'finance2', name: '区财政局 钱卫东', role: 'finance', scope: null },
  { username: 'finance3', name: '区财政局 吴融', role: 'finance', scope: null },
  { username: 'leading_group', name: '领导小组 郑红旗', role: 'leading_group', scope: null },
  { username: 'leader', name: '分管副区长 张正平', role: 'leader', scope: null },
  { username: 'leader2', name: '常务副区长 马立新', role: 'leader', scope: null },
  { username: 'city_inv', name: '城投公司 高山', role: 'city_inv', scope: null },
  { username: 'bank', name: '代理银行 林晓', role: 'bank', scope: null },
  { username: 'third_party', name: '第三方机构 方正', role: 'third_party', scope: null },
  { username: 'audit', name: '区审计局 沈清', role: 'audit', scope: null },
  { username: 'discipline', name: '区纪委监委 严明', role: 'discipline', scope: null },
  { username: 'entity', name: '茶叶合作社 叶春', role: 'entity', scope: null },
]

export const demoAdministrator = { username: 'admin', name: '系统管理员 徐静' }
