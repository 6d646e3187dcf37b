import type { ChineseOf } from "../chinese-of.ts";
import type { watching as english } from "../en/watching.ts";

export const watching: ChineseOf<typeof english> = {
  heading: "{{paths}} 中的更改目前每 15 分钟才查找一次。",
  reason: {
    unavailable: "在这台计算机上无法使用系统的更改通知。",
    "too-many-folders":
      "文件夹数量超过了系统允许用户监视的上限。管理员可以调高 fs.inotify.max_user_watches。",
    "network-folder": "它位于服务器上，而服务器不会告知其他人在那里所做的更改。",
    unreadable: "Backstay 无权读取。请授予权限，或将其从来源中移除。",
    failed: "系统拒绝告知那里的更改。原因见日志；每六小时会重试一次。",
  },
  meaning: "不会因此遗漏任何内容：没有发现更改时，不会保存快照。",
};
