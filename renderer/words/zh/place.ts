import type { ChineseOf } from "../chinese-of.ts";
import type { place as english } from "../en/place.ts";

export const place: ChineseOf<typeof english> = {
  location: "存放备份的文件夹",
  locationHint: "本机能看到的 NAS、服务器或第二块硬盘上的文件夹。",
  looking: "正在查看…",
  lookAgain: "重新查看",
  name: "名称",
  nameHint: "您对该位置的称呼，例如 Synology DS423。",
  free: "可用 {{free}}。",
  littleRoom: "空间所剩无几，备份很快就会放不下。请选择更大的磁盘，或先清理这一个。",
  use: {
    new: "那里还没有仓库。Backstay 只会在那里创建一个仓库，不做其他改动。",
    existing: "那里已有仓库。Backstay 会接着使用，首次备份之前不做任何改动。",
    known: "此仓库在这里已登记，请从位置列表中选择。",
    taken: "此文件夹中有其他内容，Backstay 不会动它。",
    file: "这是一个文件，或路径中含有文件。请选择文件夹。",
    silent: "该文件夹没有响应。磁盘或共享是否已开启并挂载？",
  },
  insideSource: "它位于要备份的 {{path}} 之内：每次备份都会包含以前的备份。请选择该文件夹之外的位置。",
  sameDisk:
    "它与 {{paths}} 位于同一块磁盘上。磁盘一旦损坏，文件和备份会一起丢失。换用另一块磁盘、NAS 或服务器更安全。",
  useInside: "使用 {{location}}",
  existingPassword: "仓库的密码",
  password: "密码",
  passwordHint: "备份在离开本机之前用它加密。",
  suggest: "生成密码",
  warning:
    "<strong>没有此密码，谁也无法恢复任何数据，Backstay 也不例外。</strong>请把它保存在本机损坏也不会丢失的地方：写在纸上，或存入密码管理器。",
  guessable:
    "这个密码可以被逐个试出来：拿到备份磁盘的人有的是时间。请让 Backstay 建议一个，或使用十二个以上的字符。",
  kept: "我已把密码另行保存",
  dialogTitle: "其他备份位置",
  make: "创建仓库",
  open: "打开仓库",
  notComplete: "需先填写文件夹和密码，并确认密码已另行保存。",
};
