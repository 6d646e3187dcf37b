import type { StorageErrorCode, StoreSilence } from "../storage-errors.ts";
import type { ErrorWords } from "./types.ts";

const silence: Readonly<Record<StoreSilence, string>> = {
  refused: "设备已开机，但没有服务应答。请在其设置中启用该服务，并检查端口。",
  "not-found": "找不到这个名称的设备。请检查拼写，或改用 IP 地址。",
  "timed-out": "设备可能已关机、休眠或繁忙，或中间有防火墙。",
  "no-route": "本机的网络无法到达该设备。请检查网线或 VPN 是否已连接。",
  closed: "对方断开了连接，可能正在关机或负载过高。",
  "no-ssh": "该端口应答的不是 SSH 服务，或其版本过旧而不安全。请检查端口。",
  "no-sftp": "该账户可以登录，但不能使用 SFTP。请在设备的设置中为它启用 SFTP。",
};

/** Chinese words for what goes wrong with repositories on other machines. */
export const zhStorageWords: Pick<ErrorWords, StorageErrorCode> = {
  STORE_UNREACHABLE: (d) => ({
    message: `无法连接 ${d.location} 所在的服务器。`,
    hint: `此前已完成的内容安全地保存在那里，下次运行会利用已经保存的数据。${silence[d.reason]}`,
  }),
  STORE_WRITE_REFUSED: (d) => ({
    message: `${d.location} 所在的服务器没有保存文件，只说明：${d.said}。`,
    hint: "以前的备份是安全的，这次的备份没有完成。最常见的原因是配额用尽或磁盘故障：请在服务器上检查这两项。下次运行会利用已经保存的数据。",
  }),
  STORE_SIGN_IN_MISSING: (d) => ({
    message: `没有可用于登录 ${d.location} 的凭据。`,
    hint: `没有更改那里的任何内容。请设置 ${d.variables.join(" 或 ")}；对于 SFTP，也可以使用 ssh-agent 或 ~/.ssh 中的密钥。`,
  }),
  REMOTE_KEY_UNKNOWN: (d) => ({
    message: `还不认识 ${d.address}。它出示的密钥是 ${d.shown}。`,
    hint: `没有向它发送任何内容，包括密码。请与该设备自身显示的密钥核对。如果一致，请设置 BACKSTAY_SFTP_HOST_KEY="${d.shown}"，或先用 \`ssh\` 登录一次。`,
  }),
  SSH_SETTINGS_UNUSABLE: (d) => ({
    message:
      d.reason === "broken"
        ? `无法读取 ${d.host} 的 SSH 设置：${d.said}。`
        : `SSH 设置要求经由另一台设备连接 ${d.host}，Backstay 尚不支持。`,
    hint:
      d.reason === "broken"
        ? "没有发送任何内容。请修正该文件，或在 BACKSTAY_SSH_CONFIG 中指定另一个文件。"
        : "没有发送任何内容。请用 `ssh -L` 转发端口并使用该端口，或在 BACKSTAY_SSH_CONFIG 中指定其他设置。",
  }),
};
