import { Modal } from "antd";

const KEYS: [string, string][] = [
  ["Alt + /", "列出这里可以写的内容（键、取值、字段、材料、函数）"],
  ["Enter / Tab", "采用选中的一条"],
  ["F8", "到下一处问题"],
  ["Ctrl + S", "立即保存（平时会自动保存）"],
  ["Ctrl + Z / Ctrl + Y", "撤销 / 恢复"],
  ["Ctrl + F", "查找和替换"],
  ["Ctrl + Alt + G", "转到某一行"],
  ["Ctrl + Shift + [ / ]", "折叠 / 展开一段"],
  ["Ctrl + Alt + [ / ]", "全部折叠 / 展开"],
  ["Tab / Shift + Tab", "缩进 / 退回缩进"],
  ["Esc，再按 Tab", "离开文本框，到下一个控件"],
  ["Alt + 1…6", "切换右边的页签"],
  ["Alt + T", "回到文本"],
  ["Alt + B", "回到列表"],
];

/** What the keyboard does in the editor. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} onCancel={onClose} footer={null} title="编辑器的按键" width={560}>
      <div className="shortcuts one">
        <dl>
          {KEYS.map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className="quiet">把鼠标停在一个词上，会说明它的意思。</p>
      </div>
    </Modal>
  );
}
