import type { ChineseOf } from "../chinese-of.ts";
import type { replicas as english } from "../en/replicas.ts";

export const replicas: ChineseOf<typeof english> = {
  add: {
    title: "为 {{name}} 添加位置",
    text: "{{name}} 的所有备份都会用同一密码复制到那里。旧机器也可以：只要有空间，并且经常开机。",
    location: "存放副本的文件夹",
    locationHint: "本机能看到的另一台 NAS、服务器或另一块硬盘上的文件夹。",
    name: "名称",
    nameHint: "您对该位置的称呼，例如 旧 TrueNAS。",
    use: {
      new: "那里还没有仓库。Backstay 只会在那里创建一个副本，不做其他改动。",
      existing: "那里已有仓库。Backstay 会先证实它是 {{name}} 的副本，然后只复制缺少的内容。",
      known: "此位置的备份在这里已登记。新的一份必须放在别处。",
      taken: "此文件夹中有其他内容，Backstay 不会动它。",
      file: "这是一个文件，或路径中含有文件。请选择文件夹。",
      silent: "该文件夹没有响应。磁盘或共享是否已开启并挂载？",
    },
    sameDisk:
      "它与 {{name}} 位于同一块磁盘上。磁盘一旦损坏，两份都会丢失。换用另一台机器或另一块磁盘更安全。",
    make: "开始复制",
    adopt: "用作副本",
    missingFolder: "需先填写文件夹和名称。",
    missingTest: "需先测试该位置，并填写名称。",
    working: "正在准备副本，可能需要一两分钟。",
    begun: "已开始复制到 {{name}}。只要有了一个快照，就可以从那里恢复。",
  },
  remove: {
    title: "从 {{name}} 中移除 {{place}}？",
    text: "Backstay 将不再复制到 {{place}}，并忘记那里的登录信息。那里已有的备份会保留，但会逐渐过时。",
    lastOne: "之后只剩一份副本。",
    lastOneHint: "此后如果失去 {{active}}，{{name}} 的所有备份都会丢失。",
    deed: "移除 {{place}}",
  },
  switchOver: {
    title: "将 {{name}} 切换到 {{place}}？",
    to: "切换到",
    text: "新的备份将存到 {{place}}。{{from}} 上正在运行的任务会停止，并在那里重新开始；不会丢失任何备份。",
    behind: "会先复制 {{place}} 还缺少的内容：{{amount}}。完成之前不会开始任何备份，因此可能需要一段时间。",
    upToDate: "据目前所知，{{place}} 什么都不缺。",
    notCompared: "{{place}} 缺少什么尚不清楚，会先比较并复制。",
    how: "持续多久",
    forAWhile: "暂时",
    forAWhileHint: "{{usual}} 仍是通常的主用位置。由人工切回，或在 {{place}} 失效时切回。",
    forGood: "长期",
    forGoodHint: "{{place}} 成为通常的主用位置。",
    evenIfBehind: "即使 {{from}} 没有应答",
    evenIfBehindHint: "此时无法先复制 {{place}} 缺少的内容。{{from}} 恢复后会合并。",
    deed: "切换到 {{place}}",
  },
  failBack: {
    title: "将 {{name}} 切回 {{place}}？",
    text: "新的备份将重新存到通常的主用位置 {{place}}。{{from}} 上正在运行的任务会停止，并在那里重新开始；不会丢失任何备份。",
    reconciled: "{{from}} 有的，{{place}} 都有。",
    notReconciled: "会先复制 {{place}} 还缺少的内容。",
    evenIfBehind: "即使 {{from}} 没有应答",
    evenIfBehindHint: "此时无法先复制 {{place}} 缺少的内容。{{from}} 恢复后会合并。",
    deed: "切回 {{place}}",
  },
  moved: {
    title: "备份在此期间已转到 {{place}}。",
    text: "这里询问的事已经过时，没有执行任何操作。当前的情况见后面的页面。",
  },
  hold: {
    title: "停用自动切换？",
    text: "如果 {{active}} 失效，备份会等到它恢复，或由人工切换。随时可以恢复自动切换。",
    deed: "停用自动切换",
  },
  settings: {
    several: "副本…",
    addSecond: "添加第二个位置…",
  },
  setUp: {
    second: "然后添加第二个位置",
    secondHint:
      "只存在一处的备份会随该处一起丢失。旧机器、第二台 NAS 或存储桶都足以存放一份副本；首次备份同时进行。",
  },
};
