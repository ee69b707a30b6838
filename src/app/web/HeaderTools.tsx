/** Right side of the header: unit of money, language, who is signed in, leaving. */
import { DownOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Dropdown, Segmented } from 'antd'
import type { MoneyUnit } from '#kernel/money.ts'
import { type Language, useLanguage, useSay } from '#ui/language.tsx'
import { moneyUnits, useMoneyUnit } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
import { dutyOf } from './duty-of.ts'
import { type Session, useLeave } from './session-query.ts'

export function HeaderTools({ session }: { session: Session }) {
  const narrow = useNarrow(768)
  return (
    <div className="header-tools">
      {narrow ? null : <UnitSwitch />}
      {narrow ? null : <LanguageSwitch />}
      <PersonMenu session={session} narrow={narrow} />
    </div>
  )
}

function UnitSwitch() {
  const say = useSay()
  const { unit, setUnit } = useMoneyUnit()
  return (
    <Segmented<MoneyUnit>
      size="small"
      value={unit}
      onChange={setUnit}
      options={[...moneyUnits]}
      aria-label={say({ zh: '金额单位', en: 'Unit of money' })}
    />
  )
}

const languages: { value: Language; label: string }[] = [
  { value: 'zh', label: '中文' },
  { value: 'en', label: 'English' },
]

export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage()
  return <Segmented<Language> size="small" value={language} onChange={setLanguage} options={languages} aria-label="语言 Language" />
}

function PersonMenu({ session, narrow }: { session: Session; narrow: boolean }) {
  const say = useSay()
  const leave = useLeave()
  const { setUnit, unit } = useMoneyUnit()
  const { language, setLanguage } = useLanguage()
  const { user } = session
  const duty = dutyOf(user, say)
  const choices = narrow
    ? [
        {
          key: 'units',
          type: 'group' as const,
          label: say({ zh: '金额单位', en: 'Unit of money' }),
          children: moneyUnits.map((one) => ({ key: one, label: `${one === unit ? '● ' : '○ '}${one}`, onClick: () => setUnit(one) })),
        },
        {
          key: 'language',
          label: language === 'zh' ? 'English' : '中文',
          onClick: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
        },
        { key: 'line', type: 'divider' as const },
      ]
    : []
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', type: 'group', label: `${user.name}(${user.username})· ${duty}`, children: [] },
          ...choices,
          {
            key: 'leave',
            icon: <LogoutOutlined aria-hidden />,
            label: say({ zh: '退出登录', en: 'Sign out' }),
            onClick: () => void leave(),
          },
        ],
      }}
    >
      <Button
        type="text"
        className="person-button"
        aria-label={say({ zh: `${user.name}，打开个人菜单`, en: `${user.name}, open my menu` })}
      >
        <UserOutlined aria-hidden />
        <span className="person-name">{user.name}</span>
        {narrow || duty === '' ? null : <span className="person-duty">{duty}</span>}
        <DownOutlined aria-hidden className="person-arrow" />
      </Button>
    </Dropdown>
  )
}
