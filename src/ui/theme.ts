/** The look of the product in antd's terms: calm greys, one deep red used sparingly, compact, no fonts from outside. */
import type { ThemeConfig } from 'antd'

const FONTS = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif'
const RED = '#a61d24'
const INK = '#1f2733'

/** `large` for people who see few things and want them big: village roles. `still` for those whom movement disturbs. */
export function themeOf({ large, still }: { readonly large: boolean; readonly still: boolean }): ThemeConfig {
  return {
    token: {
      colorPrimary: RED,
      colorError: '#b42318',
      colorSuccess: '#2f6b47',
      colorWarning: '#8a5a00',
      colorInfo: '#24548a',
      colorErrorBg: '#fdf2f2',
      colorErrorBorder: '#ecc0c0',
      colorWarningBg: '#fff9ec',
      colorWarningBorder: '#ead9b0',
      colorInfoBg: '#f0f5fb',
      colorInfoBorder: '#c3d5ea',
      colorSuccessBg: '#eff7f1',
      colorSuccessBorder: '#bcd9c6',
      colorLink: '#1d4f8c',
      colorLinkHover: RED,
      colorText: INK,
      colorTextSecondary: '#4b5563',
      colorTextTertiary: '#5f6773',
      colorTextPlaceholder: '#6b7280',
      colorBgLayout: '#f4f5f7',
      colorBorder: '#cfd4db',
      colorBorderSecondary: '#e2e5e9',
      fontFamily: FONTS,
      fontSize: large ? 17 : 14,
      borderRadius: 4,
      controlHeight: large ? 44 : 32,
      wireframe: false,
      motion: !still,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Table: {
        cellPaddingBlockSM: large ? 9 : 3.5,
        cellPaddingInlineSM: 8,
        cellFontSizeSM: large ? 17 : 13,
        headerBg: '#eef0f3',
        headerColor: '#374151',
        headerSplitColor: '#d9dde3',
        rowHoverBg: '#f6f7f9',
        borderColor: '#e5e8ec',
      },
      Menu: {
        itemHeight: large ? 46 : 34,
        itemBorderRadius: 4,
        itemMarginBlock: 1,
        itemSelectedBg: '#f8e9ea',
        itemSelectedColor: RED,
        itemHoverBg: '#eef0f3',
        groupTitleColor: '#5f6773',
        groupTitleFontSize: large ? 15 : 12,
        itemBg: 'transparent',
        activeBarBorderWidth: 0,
      },
      Layout: { headerBg: '#fff', siderBg: '#fafbfc', bodyBg: '#f4f5f7', headerHeight: 52 },
      Card: { headerFontSize: large ? 18 : 15, headerHeight: 44, bodyPadding: 16 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Steps: { iconSize: 26 },
    },
  }
}
