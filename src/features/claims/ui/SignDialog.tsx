/** One signature: the signer sees amount, payee and the short code of the exact content, writes an opinion, and gives the password again. */
import { Form, Input, Modal } from 'antd'
import { formatFen } from '#kernel/money.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { signClaim } from '../claims.contract.ts'
import { type Claim, isSimple, partLines, shortCode } from './claim-shape.ts'

interface Signature {
  readonly opinion: string
  readonly password: string
}

export function SignDialog({ claim, onClose }: { claim: Claim; onClose: () => void }) {
  const say = useSay()
  const { user } = useSession()
  const [form] = Form.useForm<Signature>()
  const sign = useAct(signClaim, { success: { zh: '已签字', en: 'Signed' }, quiet: true })
  const level = claim.chain.find((row) => claim.state === `L${row.level}`)
  const confirm = async ({ opinion, password }: Signature) => {
    const body = { contentHash: claim.contentHash, opinion: opinion.trim(), password }
    if (await sign.run({ params: { id: claim.id }, body })) onClose()
    else form.setFieldValue('password', '')
  }
  return (
    <Modal
      open
      title={level ? say({ zh: `${level.label.zh}审签`, en: `Sign: ${level.label.en}` }) : say({ zh: '审签', en: 'Sign' })}
      okText={say({ zh: '确认签字', en: 'Sign' })}
      cancelText={say({ zh: '先不签', en: 'Not now' })}
      confirmLoading={sign.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <div className="sign-sum">
        <div className="sign-amount">{`¥ ${formatFen(BigInt(claim.amountFen))}`}</div>
        <div className="sign-capital">{claim.capitalNumerals}</div>
        <PartsText claim={claim} />
        <div>{say({ zh: `付给：${claim.contractor}`, en: `To: ${claim.contractor}` })}</div>
        <div>{say({ zh: `项目：${claim.projectName}`, en: `Project: ${claim.projectName}` })}</div>
        <div>
          {say({ zh: '内容校验码：', en: 'Content code: ' })}
          <span className="hash">{shortCode(claim.contentHash)}</span>
        </div>
      </div>
      {level ? (
        <p className="claim-statement">
          {say({ zh: `我签字即声明：${level.asserts.zh}。`, en: `By signing I state: ${level.asserts.en}.` })}
        </p>
      ) : null}
      <Form<Signature>
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ marginTop: 16 }}
        initialValues={{ opinion: '同意' }}
        onFinish={(value) => void confirm(value)}
      >
        <Form.Item
          name="opinion"
          label={say({ zh: '审签意见', en: 'Opinion' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请写意见', en: 'Write an opinion' }) }]}
        >
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        <Form.Item
          name="password"
          label={say({ zh: `${user.name}的登录密码`, en: `Password of ${user.name}` })}
          extra={say({ zh: '再输一次密码，证明是您本人签字。', en: 'Enter it again to prove that it is you who signs.' })}
          rules={[{ required: true, message: say({ zh: '请输入密码', en: 'Enter the password' }) }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      </Form>
      <ErrorNote error={sign.error} />
    </Modal>
  )
}

/** What the payment is of: certified, recovered, withheld, left. */
function PartsText({ claim }: { claim: Claim }) {
  const say = useSay()
  if (isSimple(claim)) return null
  return (
    <div>
      {partLines(claim)
        .map(({ label, fen }) => `${say(label)} ${formatFen(fen)}`)
        .join(say({ zh: '，', en: ', ' }))}
    </div>
  )
}
