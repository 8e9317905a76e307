import type { ThemeConfig } from "antd";

/** Ink blue on paper grey; every text colour has at least 4.5 : 1 on its ground. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: "#1d4f86",
    colorInfo: "#1d4f86",
    colorSuccess: "#1b6e45",
    colorWarning: "#8a5300",
    colorError: "#b3261e",
    colorPrimaryBg: "#eaf1f8",
    colorInfoBg: "#eaf1f8",
    colorInfoBorder: "#b7cde3",
    colorSuccessBg: "#e7f4ec",
    colorSuccessBorder: "#b2d8c0",
    colorWarningBg: "#fff6e0",
    colorWarningBorder: "#e8cf9a",
    colorErrorBg: "#fdecea",
    colorErrorBorder: "#f1b8b3",
    colorText: "#1f2733",
    colorTextSecondary: "#4a5463",
    colorTextTertiary: "#5b6573",
    colorTextDescription: "#5b6573",
    colorTextPlaceholder: "#6b7480",
    colorTextDisabled: "#5b6573",
    colorBgLayout: "#f2f4f6",
    colorBorder: "#b6bfca",
    colorBorderSecondary: "#dfe4ea",
    colorLink: "#1d4f86",
    borderRadius: 4,
    fontSize: 14,
    controlHeight: 30,
    controlHeightSM: 26,
    fontFamily:
      '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif',
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.16s",
  },
  components: {
    Table: { cellPaddingBlockSM: 7, headerBg: "#f7f8fa", headerColor: "#4a5463" },
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
  },
};
