import type { CertificateProblem, StorageErrorCode, StoreSilence } from "../storage-errors.ts";
import { signInVariablesOf } from "./sign-in-variables.ts";
import type { ErrorWords } from "./types.ts";

const silence: Readonly<Record<StoreSilence, string>> = {
  refused: "设备已开机，但没有服务应答。请在其设置中启用该服务，并检查端口。",
  "not-found": "找不到这个名称的设备。请检查拼写，或改用 IP 地址。",
  "timed-out": "设备可能已关机、休眠或繁忙，或中间有防火墙。",
  "no-route": "本机的网络无法到达该设备。请检查网线或 VPN 是否已连接。",
  closed: "对方断开了连接，可能正在关机或负载过高。",
  "no-ssh": "该端口应答的不是 SSH 服务，或其版本过旧而不安全。请检查端口。",
  "no-sftp": "该账户可以登录，但不能使用 SFTP。请在设备的设置中为它启用 SFTP。",
  busy: "它回答说过于繁忙，或其后端没有应答。请稍后再试。",
  "no-http": "该端口应答的不是网页服务。请检查端口。",
  "no-webdav":
    "这是一台网页服务器，但该地址不支持 WebDAV。请在其设置中启用 WebDAV，并检查文件夹：许多设备有专用的路径，例如 /remote.php/dav/files/NAME/ 或 /dav/。",
  "no-tls": "该端口不使用 TLS。请检查端口；不加密时位置以 http 而不是 https 开头。",
};

const certificate: Readonly<Record<CertificateProblem, string>> = {
  expired: "其证书已过期。请在服务器上更新证书；如果证书并没有那么旧，请校准本机的时钟。",
  "not-yet": "其证书尚未生效。请校准本机的时钟。",
  name: "其证书属于另一个名称。请使用证书上的名称；如果没有这样的名称，可能是另一台设备在冒充它。",
  unknown:
    "本机信任的机构都没有为其证书担保。如果证书是该服务器自己的，请从那里取得证书，并将其文件指定为受信任的证书；否则可能是另一台设备在冒充它。",
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
  STORE_SIGN_IN_REFUSED: (d) => ({
    message:
      d.user === null
        ? `${d.location} 所在的服务器要求用户名和密码。`
        : `${d.location} 所在的服务器拒绝 ${d.user} 登录。`,
    hint: `没有更改那里的任何内容。请检查用户名和密码或密钥。命令行从 ${signInVariablesOf(d.location).join(" 和 ")} 读取它们。`,
  }),
  STORE_APPEND_ONLY: (d) => ({
    message: `${d.location} 所在的服务器不允许删除或替换任何文件。`,
    hint: "所有备份都在那里，是安全的，也可以新增备份。要移除快照或腾出空间，请在服务器上操作，或使用有此权限的账户。",
  }),
  STORE_CERTIFICATE_REFUSED: (d) => ({
    message: `${d.location} 所在的服务器无法证明自己的身份。`,
    hint: `没有向它发送任何内容，包括密码。${certificate[d.reason]}`,
  }),
  STORE_PROGRAM_FAILED: (d) => ({
    message:
      d.said === ""
        ? `本机没有安装访问 ${d.location} 所需的 ${d.program}。`
        : `访问 ${d.location} 所需的 ${d.program} 已放弃：${d.said}。`,
    hint:
      d.said === ""
        ? `没有更改任何内容，以前的备份是安全的。请安装 ${d.program}。`
        : `没有更改任何内容，以前的备份是安全的。请修正其设置：单独使用 ${d.program} 时也必须能访问该位置。`,
  }),
  STORE_BUCKET_MISSING: (d) => ({
    message: `${d.location} 处没有此账户可用的存储桶 ${d.bucket}。`,
    hint: "没有更改那里的任何内容。请检查存储桶名称和服务地址；如果是新的存储桶，请先在服务的设置中创建它。",
  }),
  STORE_CLOCK_WRONG: (d) => ({
    message: `${d.location} 的服务不接受本机的时间。`,
    hint: "没有保存任何内容，以前的备份是安全的。请校准本机的时钟（最好通过网络校时）：误差最多只能有几分钟。",
  }),
  STORE_REGION_WRONG: (d) => ({
    message:
      d.wanted === null
        ? `${d.location} 的存储桶不在区域 ${d.region}。`
        : `${d.location} 的存储桶不在区域 ${d.region}，而在 ${d.wanted}。`,
    hint: "没有更改那里的任何内容。请将 AWS_DEFAULT_REGION 设为服务设置中显示的存储桶区域，并检查地址。",
  }),
  STORE_WITHOUT_MANIFESTS: (d) => ({
    message: `${d.location} 无法保存副本记录。`,
    hint: "那里的备份完整且安全，可以继续备份。restic 的 REST 服务器和 rclone 只能保存 restic 自己的文件：要把它用作副本，请通过 SFTP、WebDAV、S3 或挂载的共享文件夹访问同一台设备。",
  }),
  STORE_SIGN_IN_MISSING: (d) => ({
    message: `没有可用于登录 ${d.location} 的凭据。`,
    hint:
      d.variables.length === 0
        ? "没有更改那里的任何内容。请在“设置”中为此位置输入密码或密钥。"
        : d.location.startsWith("sftp:")
          ? `没有更改那里的任何内容。请设置 ${d.variables.join(" 或 ")}；也可以使用 ssh-agent 或 ~/.ssh 中的密钥。`
          : `没有更改那里的任何内容。请设置 ${d.variables.join(" 和 ")}。`,
  }),
  PLACE_SETTINGS_REFUSED: (d) => ({
    message: `不能在浏览器中指定 rclone 使用 ${d.path} 中的配置。`,
    hint: "没有保存，也没有运行任何程序：这样的配置可以指定要运行的程序。请使用 rclone 默认配置中的远程存储，或在那台计算机的桌面应用中选择该文件。",
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
