/** Why a table that was previewed is not saved: the same words for every kind of import. */
import { refusals } from '#kernel/outcome.ts'

export const refuseImport = refusals({
  import_has_errors: {
    kind: 'rule-not-met',
    zh: '还有 {count} 处错误，什么都没有保存；请改正或剔除有错的行后再确认',
    en: '{count} errors remain, nothing was saved; correct or leave out those rows, then confirm',
  },
  nothing_to_import: {
    kind: 'invalid',
    zh: '表中没有可以登记的行；请检查是否选错了文件，或把剔除的行放回来',
    en: 'There is no row to register; check the file, or put rows back that were left out',
  },
  content_changed: {
    kind: 'conflict',
    zh: '文件内容或改正与您看到的预览不同，请重新预览后再确认',
    en: 'What would be saved differs from the preview you saw; preview again, then confirm',
  },
})
