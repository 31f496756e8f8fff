// The texts that all editors share, [Chinese, English]; {name} is filled in.

export const SHARED = {
  save: ["保存", "Save"],
  save_keys: ["保存（Ctrl+S）", "Save (Ctrl+S)"],
  saved: ["已保存", "Saved"],
  saved_at: ["{time} 已保存", "Saved at {time}"],
  saving: ["正在保存……", "Saving…"],
  changed: ["有未保存的修改", "Unsaved changes"],
  kept_at: ["有未保存的修改，{time} 已自动留存", "Unsaved changes, kept at {time}"],
  not_kept: ["有未保存的修改，自动留存未成功", "Unsaved changes; keeping a copy did not work"],
  read_only: ["只读", "Read-only"],
  opening: ["正在打开……", "Opening…"],
  close: ["关闭", "Close"],
  cancel: ["取消", "Cancel"],
  offline: [
    "服务器没有应答，尚未保存。您的修改仍在本页，请检查网络后再试。",
    "The server does not answer; nothing is saved yet. Your changes are still on this page: check the connection and try again.",
  ],
  signed_out: [
    "登录已过期，尚未保存。请在另一个窗口重新登录，再回到本页保存；您的修改仍在本页。",
    "You are signed out; nothing is saved yet. Sign in again in another window, then save here: your changes are still on this page.",
  ],
  refused: [
    "服务器拒绝保存（{status}）。您的修改仍在本页。",
    "The server refused to save ({status}). Your changes are still on this page.",
  ],
  too_large: [
    "没有保存：文件超过 1 MB，服务器不接收。您的修改仍在本页，请删减后再保存。",
    "Not saved: the file has more than 1 MB, which the server does not take. Your changes are still on this page: shorten it and save again.",
  ],
  failed: [
    "服务器出错，尚未保存（{status}）。您的修改仍在本页，请稍后再试。",
    "The server failed; nothing is saved yet ({status}). Your changes are still on this page: try again later.",
  ],
  not_opened: ["文件打不开：{reason}", "The file cannot be opened: {reason}"],
  problems: ["问题", "Problems"],
  no_problems: ["没有发现问题", "No problems found"],
  checking: ["正在检查……", "Checking…"],
  not_checked: ["未能检查", "Not checked: the server did not answer"],
  problem_count: ["{count} 个问题", "{count} problems"],
  one_problem: ["1 个问题", "1 problem"],
  restore_title: ["找到一份未保存的副本", "An unsaved copy was found"],
  restore_text: [
    "您在 {time} 离开时有修改尚未保存，已为您留存。要恢复吗？",
    "When you left at {time}, some changes were not saved; a copy was kept. Restore it?",
  ],
  restore_older: [
    "这份副本基于第 {revision} 次保存，此后文件又被保存过；恢复后保存时会先给您看两边的差别。",
    "The copy is based on save {revision}; the file has been saved since. When you save, you will first see both.",
  ],
  restore: ["恢复副本", "Restore the copy"],
  discard: ["不恢复", "Do not restore"],
  differences: ["看差别", "See what differs"],
  conflict_title: ["有人先保存了这个文件", "Somebody saved this file first"],
  conflict_text: [
    "{by} 在 {at} 保存了第 {revision} 次。您的修改没有丢失，仍在本页。请选择怎样继续。",
    "{by} saved revision {revision} at {at}. Your changes are not lost: they are still on this page. Choose how to go on.",
  ],
  yours: ["您的文本", "Your text"],
  theirs: ["对方的文本", "Their text"],
  stored: ["已保存的文本", "The saved text"],
  kept_copy: ["留存的副本", "The kept copy"],
  go_on: ["继续编辑", "Go on editing"],
  overwrite: ["用我的覆盖", "Save mine over theirs"],
  take_theirs: ["采用对方的", "Take theirs"],
  take_theirs_sure: [
    "采用对方的文本后，您的修改将从编辑器中移除；需要的话请先下载您的文本。确定吗？",
    "Taking theirs removes your changes from the editor; download your text first if you need it. Are you sure?",
  ],
  download_yours: ["下载我的文本", "Download my text"],
  lines_differ: ["相差 {count} 行", "{count} lines differ"],
  same_text: ["两边文本相同", "Both texts are the same"],
};

/** say(key, values): the text of a key in the page's language. Tables given later win. */
export function speaker(language, ...tables) {
  const words = Object.assign({}, SHARED, ...tables);
  const index = language === "en" ? 1 : 0;
  return (key, values = {}) => {
    const text = words[key]?.[index];
    if (text === undefined) {
      console.warn(`no text for ${key}`);
      return key;
    }
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}

/** The time of day, for a person. */
export function clock(moment = new Date()) {
  return moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Day and time of an ISO text; the text itself when it is none. */
export function moment(text) {
  const read = new Date(text);
  if (Number.isNaN(read.getTime())) return String(text ?? "");
  const two = (number) => String(number).padStart(2, "0");
  return `${read.getFullYear()}-${two(read.getMonth() + 1)}-${two(read.getDate())} ${clock(read)}`;
}
