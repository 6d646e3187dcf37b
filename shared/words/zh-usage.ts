import type { UsageWords } from "./types.ts";

export const zhUsage: UsageWords = {
  "quote-open": ([quote]) => `命令中的引号 ${quote} 没有闭合。`,
  "command-empty": () => "命令为空。",
  "gone-unsaid": () =>
    "只有所属计算机不会再回来的计划才能归本机所有，请用 --gone 确认。如果那台计算机仍然回来，它不再执行该计划，而是为它待命；在它发现之前所做的备份可能重复，但不会丢失。",
  "flag-of-other-kind": ([flag, kind]) => `${flag} 对 ${kind} 类型的来源没有意义。`,
  "nothing-to-back-up": () => "没有指定要备份的内容。",
  "zero-byte-missing": ([file]) => `${file} 中每个名称之后必须有一个零字节。`,
  "repository-unnamed": ([flag, variable]) => `哪个仓库？请使用 ${flag} 指定位置，或设置 ${variable}。`,
  "both-given": ([one, other]) => `同时给出了 ${one} 和 ${other}，只能使用其中之一。`,
  "one-missing": ([given, missing]) => `${given} 需要同时给出 ${missing}。`,
  "target-missing": () => "恢复到哪里？请使用 --target 指定文件夹；--target / 表示恢复到文件原来的位置。",
  "key-unnamed": () => "要移除哪个密钥？请给出其标识。",
  "id-missing": ([command]) => `${command} 需要一个标识。`,
  "id-needless": ([command]) => `${command} 不需要标识。`,
  "alert-not-of-changes": ([id]) =>
    `告警 ${id} 与可疑的更改、日期未变的文件都无关，只有这些才能确认为正常操作。`,
  "program-unnamed": ([command]) => `${command} 需要渠道的名称，以及要运行的程序。`,
  "folder-relative": ([path]) => `快照中的文件夹以斜杠开头，而 ${path} 不是。`,
  "full-with-parent": () => "--mode full 会读取全部内容，不做比较，因此 --parent 不起作用。",
  "terminal-as-source": () =>
    "标准输入是终端，不会自动有内容输入。请将程序的输出传入，或使用 --stdin-from-command。",
  "password-beside-stdin": ([flag, variable]) =>
    `数据从标准输入传入，因此无法在那里询问密码。请使用 ${flag} FILE，或设置 ${variable}。`,
  "replica-with-parameters": () => "--like 与 --copy-chunker-params 不能同时使用：副本会沿用全部参数。",
  "from-without-parameters": () =>
    "--from-repo 只指明 --copy-chunker-params 取自哪个仓库。请同时给出该选项，或用 --like 创建副本。",
  "archive-on-terminal": () => "归档不能显示在终端上。请使用 --target 指定文件，或将输出重定向到文件。",
  "argument-not-text": () =>
    "某个参数含有不是 UTF-8 文本的字节，会指向别的文件。请指定其所在的文件夹，或在模式中用 * 或 ? 代替这些字节。",
  "folder-not-text": () =>
    "当前文件夹的名称不是 UTF-8 文本，文件会在别处被查找或写入。请切换到其他文件夹，并使用绝对路径。",
  "option-unknown": ([option, meant]) => `没有选项 ${option}。${didYouMean(meant)}`,
  "command-unknown": ([command, meant]) => `没有命令 ${command}。${didYouMean(meant)}`,
  "argument-missing": ([name]) => `缺少参数 ${name}。`,
  "value-missing": ([option]) => `${option} 需要一个值。`,
  "too-many": ([arguments_]) => `参数过多：${arguments_}`,
  "value-invalid": ([value, where, allowed]) =>
    `“${value}”不能用于 ${where}。${allowed === "" ? "" : `可用的值：${allowed}。`}`,
  other: ([text]) => `命令行有误：${text}`,
};

function didYouMean(meant = ""): string {
  return meant === "" ? "" : `您是指 ${meant} 吗？`;
}
