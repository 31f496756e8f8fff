// What the keys do: the help of the keyboard route, [Chinese, English].

export const KEYS = {
  keys: ["键盘操作", "Keys"],
  keys_intro: [
    "先用 Tab 键进入流程图，再用这些键；不用拖动也能完成一切。",
    "Move into the diagram with Tab, then use these keys; nothing needs dragging.",
  ],
  keys_key: ["按键", "Key"],
  keys_does: ["作用", "What it does"],
  key_find: ["查找并选中元素", "Find an element and select it"],
  key_next: ["选中下一个、上一个元素", "Select the next or the previous element"],
  key_create: ["新建元素，放在选中元素旁或画面中间", "Create an element beside the selected one, or in the middle"],
  key_append: ["在选中元素之后追加元素并连线", "Append an element to the selected one, connected"],
  key_connect: ["把选中元素连接到另一个元素", "Connect the selected element to another"],
  key_name: ["修改名称", "Change the name"],
  key_replace: ["更改类型", "Change the type"],
  key_move: ["移动选中的元素；加 Shift 移动得更远", "Move what is selected; with Shift further"],
  key_delete: ["删除", "Delete"],
  key_undo: ["撤销、重做", "Undo, redo"],
  key_panel: ["进入属性栏；在属性栏按 Esc 返回", "Go to the properties; Esc comes back"],
  key_pan: ["移动画面", "Move the view"],
  key_zoom: ["放大、缩小、实际大小", "Zoom in, out, actual size"],
  key_save: ["保存", "Save"],
  connect_title: ["连接到", "Connect to"],
  nothing_to_connect: ["没有可以连接的元素", "There is nothing to connect to"],
};

/** [keys, words] in the order of the help. */
export const KEY_TABLE = [
  ["Ctrl+F", "key_find"],
  ["] [", "key_next"],
  ["N", "key_create"],
  ["A", "key_append"],
  ["C", "key_connect"],
  ["E", "key_name"],
  ["R", "key_replace"],
  ["← ↑ → ↓", "key_move"],
  ["Delete", "key_delete"],
  ["Ctrl+Z, Ctrl+Y", "key_undo"],
  ["P", "key_panel"],
  ["Ctrl+← ↑ → ↓", "key_pan"],
  ["Ctrl++, Ctrl+-, Ctrl+0", "key_zoom"],
  ["Ctrl+S", "key_save"],
];
