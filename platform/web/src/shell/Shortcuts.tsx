import { Modal } from "antd";

const GROUPS: [string, [string, string][]][] = [
  [
    "办件页",
    [
      ["Enter", "确认待核对的值，跳到下一个待核对或未填的项"],
      ["1 / 2", "是 / 否（焦点在是否项上时）"],
      ["Alt + J", "下一个待核对或未填的项"],
      ["Alt + Q", "下一个问题"],
      ["Alt + V", "核对读取值"],
      ["Alt + L", "带入本中心已有的材料（居民已同意的）"],
      ["Alt + U", "选择要上传的文件"],
      ["Ctrl + V", "粘贴截图或文件"],
      ["Ctrl + S", "立即保存"],
      ["Alt + Enter", "办理下一步（主按钮）"],
      ["Alt + B", "回到列表"],
    ],
  ],
  [
    "核对读取值",
    [
      ["Enter", "无误（或按输入的内容改正），到下一项"],
      ["Tab / Shift + Tab", "下一项 / 上一项，不作决定"],
      ["Alt + K", "看不清"],
      ["Alt + N", "此件上没有这一项"],
      ["Alt + 1…9", "改用另一种读法"],
      ["Alt + Z", "撤销我刚才的一项"],
      ["Esc", "恢复机器读的内容"],
      ["Alt + P", "整页大图"],
      ["Alt + B", "回到办件页"],
    ],
  ],
  [
    "办事目录与要带什么",
    [
      ["↑ / ↓", "选择事项（受理台和目录里）"],
      ["→", "受理台：看选中的事项要带什么"],
      ["Alt + P", "打印材料清单"],
      ["Alt + Enter", "开始办理"],
      ["Alt + Z", "清空回答，问下一位"],
      ["Alt + B", "回到办事目录"],
    ],
  ],
  [
    "看扫描件",
    [
      ["Alt + ↓ / Alt + ↑", "下一页 / 上一页"],
      ["Alt + = / Alt + -", "放大 / 缩小"],
      ["Alt + 0", "适合宽度"],
      ["Alt + R", "转动画面（不改原件）"],
      ["方向键", "移动画面（焦点在画面上时）"],
    ],
  ],
  [
    "到处可用",
    [
      ["Alt + N", "受理台：输入要办的事项（名称或拼音首字母）"],
      ["/", "查找"],
      ["?", "打开这张表"],
      ["Esc", "关闭弹出的窗口"],
    ],
  ],
];

/** What can be done without the mouse. */
export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} onCancel={onClose} footer={null} title="快捷键" width={720}>
      <div className="shortcuts">
        {GROUPS.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
