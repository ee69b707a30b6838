import type { Text } from '#kernel/outcome.ts'

/** Kinds of payment and the papers each needs (domain §1.11, V01–V27). Here: those that a person must upload. */

export const papers = {
  V08: { zh: '采购文件（中标通知书或自建议定书）', en: 'Procurement file (award letter or self-build decision)' },
  V10: { zh: '预付款保函', en: 'Advance guarantee' },
  V11: { zh: '开工令和施工前照片', en: 'Start order and photo before' },
  V12: { zh: '工程进度计量、监理签证', en: 'Progress certificate signed by the supervisor' },
  V13: { zh: '施工中、完工照片', en: 'Photos during and after' },
  V15: { zh: '竣工验收表', en: 'Acceptance certificate' },
  V16: { zh: '结算审核报告', en: 'Settlement audit report' },
  V18: { zh: '税务发票', en: 'Invoice' },
  V23: { zh: '收款账户证明', en: 'Proof of the payee account' },
  V25: { zh: '缺陷责任期满证明', en: 'Defect-period certificate' },
} as const satisfies Record<string, Text>

export type PaperCode = keyof typeof papers

interface PaymentKind {
  readonly label: Text
  readonly required: readonly PaperCode[]
}

export const paymentKinds = {
  advance: { label: { zh: '预付款', en: 'Advance' }, required: ['V11', 'V18', 'V23'] },
  progress: { label: { zh: '进度款', en: 'Progress payment' }, required: ['V12', 'V18', 'V23'] },
  final: { label: { zh: '结算款', en: 'Final payment' }, required: ['V15', 'V16', 'V18', 'V23'] },
  retention: { label: { zh: '质保金', en: 'Retention' }, required: ['V23', 'V25'] },
} as const satisfies Record<string, PaymentKind>

export type PaymentKindKey = keyof typeof paymentKinds
