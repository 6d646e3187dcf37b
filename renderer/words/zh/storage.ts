import type { ChineseOf } from "../chinese-of.ts";
import type { storage as english } from "../en/storage.ts";
import { arrayWords } from "./storage/array.ts";
import { connectionWords } from "./storage/connection.ts";
import { diskWords } from "./storage/disk.ts";
import { diskListWords } from "./storage/disks.ts";
import { headlineWords } from "./storage/headline.ts";
import { hostFormWords } from "./storage/host-form.ts";
import { hostWords } from "./storage/hosts.ts";
import { savedOutputWords } from "./storage/saved.ts";
import { valueWords } from "./storage/values.ts";

export const storage: ChineseOf<typeof english> = {
  reading: "正在查看磁盘和阵列",
  unreadable: "无法显示磁盘的状况。",
  checkNow: "立即检查",
  acknowledge: "确认",
  acknowledged: "已于{{when}}确认；在情况恶化之前不再提醒。",
  forget: "不再记录…",
  forgetTitle: "不再记录 {{name}}？",
  forgetText: "其历史记录将被删除，相关告警随之结束。如果它再次出现，将重新开始记录。",
  forgetDeed: "不再记录",
  seen: "已确认",
  finding: {
    unknown: "这个页面无法说明的原因：{{code}}。",
    unknownMeans: "Backstay 比这个页面新。",
    unknownTodo: "请重新加载页面。",
  },
  ...hostWords,
  ...headlineWords,
  ...arrayWords,
  ...diskListWords,
  ...diskWords,
  ...connectionWords,
  ...valueWords,
  ...hostFormWords,
  ...savedOutputWords,
};
