import type { Text } from '#kernel/outcome.ts'

/** What a project is for; a lot lists the ones it may pay (I13). Basis: project categories of PAE-2017 and RRV-2021 (domain §1.8). */
interface Category {
  readonly label: Text
  /** Words in a name, content or category cell that point here; the first category with a hit wins, in this order. */
  readonly words: readonly string[]
  /** Money goes to named households or persons, never into works. */
  readonly household: boolean
}

export const categories = {
  management: { label: { zh: '项目管理费', en: 'Project management fee' }, words: ['管理费'], household: false },
  relief: { label: { zh: '兜底保障', en: 'Relief' }, words: ['低保', '五保', '特困', '救助', '兜底'], household: true },
  housing: { label: { zh: '危房改造', en: 'Housing' }, words: ['危房', '住房安全', '农房'], household: true },
  credit: { label: { zh: '金融扶贫', en: 'Credit and subsidy' }, words: ['贴息', '信贷', '小额', '风险补偿', '保险'], household: false },
  education: { label: { zh: '教育扶贫', en: 'Education' }, words: ['雨露', '助学', '教育', '学校', '学生'], household: false },
  employment: {
    label: { zh: '就业', en: 'Employment' },
    words: ['就业', '务工', '公益性岗位', '公益岗', '培训', '交通补贴'],
    household: false,
  },
  relocation: { label: { zh: '易地搬迁', en: 'Relocation' }, words: ['搬迁', '安置'], household: false },
  water: {
    label: { zh: '饮水水利', en: 'Water' },
    words: ['饮水', '人饮', '供水', '水利', '灌溉', '机井', '渠', '水库', '堰塘', '河道', '管网', '护岸'],
    household: false,
  },
  road: {
    label: { zh: '道路桥梁', en: 'Roads and bridges' },
    words: ['道路', '公路', '硬化', '桥', '路面', '通组', '产业路'],
    household: false,
  },
  environment: {
    label: { zh: '人居环境', en: 'Living environment' },
    words: ['人居', '污水', '垃圾', '厕所', '改厕', '环境', '美丽', '整治', '亮化', '路灯'],
    household: false,
  },
  ecology: { label: { zh: '生态扶贫', en: 'Ecology' }, words: ['生态', '造林', '护林', '水土保持', '退耕'], household: false },
  'public-service': {
    label: { zh: '公共服务', en: 'Public services' },
    words: ['公共服务', '卫生室', '文化', '活动中心', '养老', '服务中心'],
    household: false,
  },
  industry: {
    label: { zh: '产业发展', en: 'Industry' },
    words: [
      '产业',
      '基地',
      '种植',
      '养殖',
      '加工',
      '合作社',
      '果园',
      '大棚',
      '光伏',
      '旅游',
      '民宿',
      '电商',
      '茶',
      '药材',
      '牛',
      '羊',
      '食用菌',
      '冷链',
      '集体经济',
      '厂房',
      '奖补',
    ],
    household: false,
  },
  other: { label: { zh: '其他', en: 'Other' }, words: [], household: false },
} as const satisfies Record<string, Category>

export type CategoryKey = keyof typeof categories
