/** camt.053 as two generations of banks write it, and files that are cut short, hostile or of another kind. */
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { must } from '#kernel/outcome.ts'
import { looksLikeXml, readXml } from '#platform/xml.ts'
import { readCamt } from './camt.model.ts'
import { checkStatement } from './statement.model.ts'

const ACCOUNT = '42001520000000123456'
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string) => readCamt(must(readXml(bytesOf(text), '对账单.xml')))
const check = (text: string) =>
  checkStatement(
    read(text),
    {},
    {
      account: { accountNo: ACCOUNT, openedOn: civilDate('2017-01-01'), closedOn: null },
      statements: [],
      lines: [],
      today: civilDate('2023-12-31'),
    },
  )
const codes = (findings: readonly { readonly code?: string }[]) => findings.map((f) => f.code)

const balance = (code: string, amount: string, day: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`

const V2 = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2017-04-01T01:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><FrToDt><FrDtTm>2017-03-01T00:00:00</FrDtTm><ToDtTm>2017-03-31T23:59:59</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>
${balance('OPBD', '100.00', '2017-03-01')}${balance('CLBD', '8959975.00', '2017-03-31')}
<Ntry><NtryRef>1</NtryRef><Amt Ccy="CNY">9000000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2017-03-20</Dt></BookgDt>
<ValDt><Dt>2017-03-20</Dt></ValDt><AcctSvcrRef>BOC2017032001</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>湖北省财政厅</Nm></Dbtr>
<DbtrAcct><Id><Othr><Id>42001667108050000001</Id></Othr></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>鄂财农发〔2017〕12号</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><NtryRef>2</NtryRef><Amt Ccy="CNY">40125.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2017-03-28T16:30:00</DtTm></BookgDt>
<AcctSvcrRef>BOC2017032801</AcctSvcrRef><NtryDtls>
<TxDtls><Refs><EndToEndId>ZF2017-0001</EndToEndId></Refs>
<AmtDtls><TxAmt><Amt Ccy="CNY">40000.00</Amt></TxAmt></AmtDtls><RltdPties><Cdtr><Nm>青山路桥</Nm></Cdtr></RltdPties></TxDtls>
<TxDtls><Refs><EndToEndId>ZF2017-0002</EndToEndId></Refs>
<AmtDtls><TxAmt><Amt Ccy="CNY">125.00</Amt></TxAmt></AmtDtls><RltdPties><Cdtr><Nm>绿水公司</Nm></Cdtr></RltdPties></TxDtls>
</NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">77.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2017-03-31</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>`

const V8 = `<?xml version="1.0"?>
<c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><c:BkToCstmrStmt>
<c:Stmt><c:Id>S1</c:Id><c:Acct><c:Id><c:Othr><c:Id>${ACCOUNT}</c:Id></c:Othr></c:Id></c:Acct>
${balance('OPBD', '500.00', '2023-06-01').replaceAll('<', '<c:').replaceAll('<c:/', '</c:')}
${balance('CLBD', '380.00', '2023-06-02').replaceAll('<', '<c:').replaceAll('<c:/', '</c:')}
<c:Ntry><c:Amt Ccy="CNY">120.00</c:Amt><c:CdtDbtInd>DBIT</c:CdtDbtInd><c:Sts><c:Cd>BOOK</c:Cd></c:Sts><c:BookgDt><c:Dt>2023-06-02</c:Dt></c:BookgDt>
<c:NtryDtls><c:TxDtls><c:Refs><c:AcctSvcrRef>R-9</c:AcctSvcrRef><c:EndToEndId>NOTPROVIDED</c:EndToEndId></c:Refs><c:Amt Ccy="CNY">120.00</c:Amt>
<c:RltdPties><c:Cdtr><c:Pty><c:Nm>青山路桥 &amp; 公司</c:Nm></c:Pty></c:Cdtr>
<c:CdtrAcct><c:Id><c:IBAN>17220101040008801</c:IBAN></c:Id></c:CdtrAcct></c:RltdPties></c:TxDtls></c:NtryDtls></c:Ntry>
</c:Stmt></c:BkToCstmrStmt></c:Document>`

describe('statements in XML', () => {
  test('version 02: direction, references, counterparties, the parts of a batch, what is pending', () => {
    const checked = check(V2)
    expect([checked.errors, codes(checked.warnings)]).toEqual([[], ['camt_pending']])
    expect([checked.from, checked.to, checked.openingFen, checked.closingFen]).toEqual(['2017-03-01', '2017-03-31', 10_000n, 895_997_500n])
    expect(checked.lines.map((l) => [l.on, l.amountFen, l.reference, l.counterparty])).toEqual([
      ['2017-03-20', 900_000_000n, 'BOC2017032001', '湖北省财政厅'],
      ['2017-03-28', -4_012_500n, 'BOC2017032801', ''],
    ])
    expect(checked.lines[0]).toMatchObject({ counterpartyAccount: '42001667108050000001', summary: '鄂财农发〔2017〕12号' })
    expect(checked.lines[1]!.details.map((d) => [d.amountFen, d.counterparty, d.reference])).toEqual([
      [-4_000_000n, '青山路桥', 'ZF2017-0001'],
      [-12_500n, '绿水公司', 'ZF2017-0002'],
    ])
  })

  test('version 08: with prefixes, parties one level deeper, the state as a code', () => {
    const checked = check(V8)
    expect(checked.errors).toEqual([])
    expect(checked.lines).toMatchObject([
      {
        on: '2023-06-02',
        amountFen: -12_000n,
        reference: 'R-9',
        counterparty: '青山路桥 & 公司',
        counterpartyAccount: '17220101040008801',
        summary: '',
      },
    ])
    expect([checked.from, checked.to]).toEqual(['2023-06-01', '2023-06-02'])
  })

  test('version 08: an entry that is only announced is left out', () => {
    expect(read(V8.replace('<c:Cd>BOOK</c:Cd>', '<c:Cd>PDNG</c:Cd>'))).toMatchObject({ lines: [], warnings: [{ code: 'camt_pending' }] })
  })

  test('two statements in one file are one, if the one opens as the other closed', () => {
    const second = (opening: string) =>
      V8.replace(
        '</c:BkToCstmrStmt>',
        `${/<c:Stmt>[\s\S]*<\/c:Stmt>/.exec(V8)![0].replace('>380.00', '>260.00').replace('>500.00', `>${opening}`)}</c:BkToCstmrStmt>`,
      )
    expect(codes(read(second('380.00')).errors)).toEqual([])
    expect(codes(read(second('381.00')).errors)).toEqual(['camt_statement_unbalanced', 'camt_statements_apart'])
  })

  test.each<[string, string, string, string, string]>([
    ['closing and entries apart', '>8959975.00', '>8959976.00', 'closing_differs', '期末余额是 8,959,976.00 元，相差 1.00 元'],
    ['another account', `<Id>${ACCOUNT}</Id>`, '<Id>62220000000000001</Id>', 'account_differs', '62220000000000001'],
    ['another currency', 'Ccy="CNY">9000000', 'Ccy="USD">9000000', 'currency_other', 'USD'],
    ['an entry without its direction', '<CdtDbtInd>DBIT</CdtDbtInd>', '', 'camt_element_missing', '缺少 CdtDbtInd'],
    ['details that do not add up', '>125.00<', '>126.00<', 'camt_details_differ', '批量明细合计 -40,126.00 元，与入账金额 -40,125.00 元'],
    ['no opening balance', '<Cd>OPBD</Cd>', '<Cd>ITBD</Cd>', 'opening_unknown', '期初余额'],
    ['another message', 'camt.053.001.02', 'camt.052.001.02', 'camt_version', 'camt.052.001.02'],
    ['a version that is not known', 'camt.053.001.02', 'camt.053.001.12', 'camt_version', 'camt.053.001.12'],
    ['no statement at all', /<Stmt>[\s\S]*<\/Stmt>/.exec(V2)![0], '', 'camt_no_statement', '没有对账单'],
  ])('%s', (_, from, to, code, words) => {
    const { errors, warnings } = check(V2.replace(from, to))
    const found = [...errors, ...warnings].find((f) => (f as { code?: string }).code === code)
    expect(found?.message.zh).toContain(words)
  })
})

describe('XML that is not read', () => {
  const answerTo = (text: string) => {
    const answer = readXml(bytesOf(text), '对账单.xml')
    return answer.ok ? 'read' : answer.refusal.code
  }
  test.each([
    ['cut short', V2.slice(0, 900), 'xml_damaged'],
    ['tags that do not fit', '<?xml version="1.0"?><a><b></a></b>', 'xml_damaged'],
    ['with a document type', `<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "b">]><Document/>`, 'xml_doctype'],
    ['an entity of its own', '<?xml version="1.0"?><Document>&lol;</Document>', 'xml_damaged'],
    ['very deep', `<?xml version="1.0"?>${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, 'xml_too_big'],
    ['one endless text', `<?xml version="1.0"?><a>${'x'.repeat(30_000)}</a>`, 'xml_too_big'],
    ['only a declaration', '<?xml version="1.0"?>', 'xml_damaged'],
    ['an unknown encoding', '<?xml version="1.0" encoding="klingon"?><a/>', 'xml_encoding'],
    ['control: a small tree', '<?xml version="1.0"?><a x="1">t<b/></a>', 'read'],
  ])('%s: %s', (_, text, code) => {
    expect(answerTo(text)).toBe(code)
  })

  test('what is XML is told by its first characters', () => {
    expect(['\ufeff<?xml version="1.0"?><a/>', '<Document xmlns="x"/>', '<c:Document/>'].map((t) => looksLikeXml(bytesOf(t)))).toEqual([
      true,
      true,
      true,
    ])
    expect(['日期,金额', '<html><body>', '<!DOCTYPE html>', ''].map((t) => looksLikeXml(bytesOf(t)))).toEqual([false, false, false, false])
  })
})
