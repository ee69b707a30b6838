/** Contractors of the demo district: invented firms with codes that pass their checks. */
export const contractors = [
  {
    name: '十堰市青山路桥工程有限公司',
    creditCode: '91420302MA49000107',
    bankName: '中国农业银行十堰茅箭支行',
    accountNo: '17220101040008801',
    accountName: '十堰市青山路桥工程有限公司',
  },
  {
    name: '湖北春禾农业开发有限公司',
    creditCode: '91420302MA4900022E',
    bankName: '十堰农村商业银行茅塔支行',
    accountNo: '82010000003345512',
    accountName: '湖北春禾农业开发有限公司',
  },
  {
    name: '茅箭区康家村建筑劳务专业合作社',
    creditCode: '93420302MA4900038U',
    bankName: '中国邮政储蓄银行茅箭区支行',
    accountNo: '942001010006178890',
    accountName: '茅箭区康家村建筑劳务专业合作社',
  },
] as const
