// The texts about tasks for each of many, [Chinese, English].

export const MANY = {
  many: ["逐项办理", "For each of many"],
  many_order: ["办理次数", "How often it is done"],
  many_once: ["一次", "Once"],
  many_parallel: ["每项一次，同时办理", "For each of many, all at once"],
  many_sequential: ["每项一次，依次办理", "For each of many, one after another"],
  many_again: ["循环（系统不能运行）", "A loop (which cannot be run)"],
  many_list: ["列表", "List"],
  many_list_hint: [
    "流程数据中列表的名字，如 plan.tasks；每项一个工作项",
    "The name of a list in the process data, such as plan.tasks: one work item for each of its items",
  ],
  many_count: ["或：次数", "Or: number of times"],
  many_count_hint: [
    "不超过 200 的整数，或流程数据中的名字；与列表二选一",
    "A whole number up to 200, or a name in the process data; either this or a list",
  ],
  many_item: ["每项的名字", "Name of the item"],
  many_item_hint: [
    "本任务的表达式用它读取当前这一项，如名字 task 读作 task.owner",
    "This task's expressions read their own item by it: named task, its owner is task.owner",
  ],
  many_result: ["结果的名字", "Name of the results"],
  many_result_hint: [
    "全部办完后，各项的结果按列表的顺序存到这个名字下；留空则为 {id}",
    "When all are done, their results are kept under this name, in the order of the list; empty: {id}",
  ],
  many_output: ["每项的结果取自", "Result of an item"],
  many_output_hint: [
    "变量名，由对每项执行的“完成后”脚本赋值；留空则为填写的表单",
    "A variable that the script “After” sets with each item; empty: the form as it was filled in",
  ],
  many_scripts: ["前后脚本对每项执行", "Scripts run with each item"],
  many_scripts_hint: [
    "不勾选时，“前后脚本”在全部开始前、全部完成后各执行一次",
    "Otherwise the scripts before and after run once, around all of them",
  ],
  many_until: ["提前结束的条件", "Condition to end early"],
  many_until_hint: ["系统不能提前结束；清空即删除", "It cannot be ended early; emptying this takes it away"],
};
