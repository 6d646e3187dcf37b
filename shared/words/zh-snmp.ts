import type { SnmpErrorCode, SnmpErrorDetails, SnmpRefusal, SnmpSilence } from "../snmp-errors.ts";
import type { ErrorWords } from "./types.ts";

const silence: Readonly<Record<SnmpSilence, string>> = {
  "not-found": "没有设备使用这个名称。请检查拼写，或改用 IP 地址。",
  "timed-out": "设备可能已关机或正忙，SNMP 服务可能未开启，或防火墙拦截了 SNMP。",
  "no-route": "本机的网络无法到达该设备。是否没有插网线，或没有连接 VPN？",
  "no-snmp": "收到的应答不是有效的 SNMP。请检查端口，并重启该设备的 SNMP 服务。",
};

const refusal: Readonly<Record<SnmpRefusal, string>> = {
  user: "设备上没有这个账户。请检查账户名，并确认已为它启用 SNMPv3。",
  password: "密码错误，或设备使用另一种认证算法。请与设备的设置核对：许多设备只支持 SHA-1。",
  encryption: "加密密码错误，或设备使用另一种加密算法。请与设备的设置核对。",
  level: "设备上的这个账户没有启用密码或加密。请为它同时启用两者，以免被窃听或冒充。",
  clock: "设备的 SNMP 计时不一致，重启后可能如此。请重试；如果仍然如此，请重启该设备的 SNMP 服务。",
  view: "这个账户在设备上无权查看任何内容。请允许它读取全部内容。",
  forged: "应答没有用该账户的密码签名和加密，因此不予采信。可能有其他设备在冒充它。",
  "password-short": "没有发送任何内容：两个密码都至少需要 8 个字符，任何设备都不接受更短的密码。",
};

const MAKERS: Readonly<Record<NonNullable<SnmpErrorDetails["SNMP_NOTHING_SHOWN"]["box"]>, string>> = {
  synology: "Synology（群晖）",
  qnap: "QNAP（威联通）",
  truenas: "TrueNAS",
};

/** Chinese words for boxes that tell nothing over SNMP. */
export const zhSnmpWords: Pick<ErrorWords, SnmpErrorCode> = {
  SNMP_SILENT: (d) => ({
    message: `${d.address} 没有应答 SNMP 请求。`,
    hint: `在它应答之前，其磁盘状态未知。${silence[d.reason]}${d.version === "v2c" && d.reason === "timed-out" ? "团体名（community）错误时，设备同样不会应答。" : ""}`,
  }),
  SNMP_REFUSED: (d) => ({
    message: `${d.address} 拒绝${d.user === null ? "这个团体名" : ` ${d.user} `}的 SNMP 请求。`,
    hint: `在它应答之前，其磁盘状态未知。${refusal[d.reason]}`,
  }),
  SNMP_NOTHING_SHOWN: (d) => ({
    message: `${d.address} 应答了 SNMP 请求，但没有向${d.user === null ? "这个团体名" : ` ${d.user} `}显示任何${d.box === null ? " Synology、QNAP 或 TrueNAS " : ` ${MAKERS[d.box]} `}的数据。`,
    hint: "其磁盘状态未知。请允许该账户读取全部内容，而不只是常用的系统分支。其他设备请通过 SSH 监视。",
  }),
};
