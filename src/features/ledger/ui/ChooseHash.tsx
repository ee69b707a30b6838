/** What the next links are hashed with; the administrator may change it, and what is there stays as it is. */
import { Popconfirm, Radio } from 'antd'
import { useState } from 'react'
import { type HashAlgorithm, hashAlgorithms } from '#policy/integrity.ts'
import { useSay } from '#ui/language.tsx'
import { useMay } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { chooseHash } from '../integrity.contract.ts'

export function ChooseHash({ current }: { current: string }) {
  const say = useSay()
  const may = useMay()
  const act = useAct(chooseHash, { success: { zh: '已更换，自下一条起生效', en: 'Changed, from the next link on' } })
  const [wanted, setWanted] = useState<HashAlgorithm | null>(null)
  const keys = Object.keys(hashAlgorithms) as HashAlgorithm[]
  if (!may('people.manage')) return null
  return (
    <div className="choose-hash no-print">
      <span>{say({ zh: '自下一条起用', en: 'From the next link on' })}</span>
      <Popconfirm
        open={wanted !== null}
        title={say({ zh: '更换杂凑算法？', en: 'Change the hash?' })}
        description={say({
          zh: '已有的记录不变，以后的每一条用新算法；两种算法的链都能校验。',
          en: 'What is there stays; every later link uses the new one. Both are verified.',
        })}
        okText={say({ zh: '更换', en: 'Change' })}
        cancelText={say({ zh: '取消', en: 'Cancel' })}
        onConfirm={() => {
          if (wanted) void act.run({ body: { algorithm: wanted } })
          setWanted(null)
        }}
        onCancel={() => setWanted(null)}
      >
        <Radio.Group
          optionType="button"
          value={current}
          aria-label={say({ zh: '杂凑算法', en: 'Hash algorithm' })}
          options={keys.map((key) => ({ value: key, label: `${say(hashAlgorithms[key].label)} (${hashAlgorithms[key].basis})` }))}
          onChange={(event) => setWanted(event.target.value as HashAlgorithm)}
        />
      </Popconfirm>
    </div>
  )
}
