import type { HealthErrorCode } from "../health-errors.ts";
import type { SnmpErrorCode } from "../snmp-errors.ts";
import type { ErrorWords } from "./types.ts";

const SECRET = {
  privateKey: "请提供其允许登录的私钥。",
  password: "请提供密码。",
  hashPassword: "请提供认证密码，即设备设置中的“认证”（authentication）密码。",
  cipherPassword: "请提供加密密码，多数设备的设置中称为“隐私”（privacy）密码。",
  community: "请提供团体名。",
  agent: "请在 Backstay 所在的环境中启动 SSH 代理，或改用密钥或密码。",
} as const;

/** Chinese words for errors about watched hosts. */
export const zhHealthErrors: Omit<Pick<ErrorWords, HealthErrorCode>, SnmpErrorCode> = {
  WATCHED_HOST_NOT_FOUND: () => ({
    message: "没有这台主机。",
    hint: "没有更改任何内容。可能已有人将其移除。",
  }),
  WATCHED_HOST_FIXED: (d) => ({
    message: `${d.name} 就是运行 Backstay 的计算机，始终受到监视。`,
    hint: "没有更改任何内容。",
  }),
  WATCHED_HOST_INCOMPLETE: (d) => ({
    message: `缺少登录凭据，无法连接 ${d.name}。`,
    hint: `没有保存任何内容。${SECRET[d.secret]}`,
  }),
  HEALTH_SUBJECT_NOT_FOUND: () => ({
    message: "没有这个磁盘、阵列或控制器。",
    hint: "没有更改任何内容。其所在主机可能已被移除。",
  }),
  HEALTH_SUBJECT_PRESENT: (d) => ({
    message: `${d.name} 仍然存在。`,
    hint: "没有更改任何内容。只有已经消失的才能不再记住；仍然存在的可以确认。",
  }),
  DISK_TYPE_NOT_TAKEN: (d) => ({
    message: `无法选择 ${d.name} 的连接类型：它不是由 smartctl 作为独立设备读取的。`,
    hint: "未作任何更改。RAID 控制器后面或存储设备中的磁盘，按控制器或设备所报告的读取。",
  }),
  STANDING_SUBJECT_NOT_FOUND: () => ({
    message: "没有这台机器，也没有这个存放位置。",
    hint: "未做任何更改。可能已被他人移除，或名称有误。",
  }),
  STANDING_FIXED: (d) => ({
    message: `${d.name} 是运行 Backstay 的计算机：它在哪里，办公室就在哪里。`,
    hint: "未做任何更改。请说明其他机器在什么地方。",
  }),
};
