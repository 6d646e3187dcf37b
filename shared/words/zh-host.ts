import type { HostErrorCode, RemoteSilence, ScheduleProblem } from "../host-errors.ts";
import { shortId } from "../ids.ts";
import { zhSelfTestErrors } from "./self-test-words.ts";
import type { ErrorWords } from "./types.ts";
import { zhHealthErrors } from "./zh-health-errors.ts";
import { zhSnmpWords } from "./zh-snmp.ts";

const listenHint: Readonly<Record<"password-missing" | "tls-missing" | "in-use" | "not-permitted", string>> =
  {
    "password-missing":
      "目前没有监听，外界无法访问您的数据。请用 `backstay console --set-password` 设置密码，或只监听 127.0.0.1。",
    "tls-missing":
      "目前没有监听，外界无法访问您的数据。请用 --tls-cert 和 --tls-key 提供证书，用 --tls-self-signed 生成一个，或只监听 127.0.0.1。",
    "in-use": "目前没有监听。此端口已被其他程序占用：请用 --listen 另选端口。",
    "not-permitted": "目前没有监听。请选择 1024 及以上的端口和本机的地址。",
  };

const scheduleProblem: Readonly<Record<ScheduleProblem, string>> = {
  fields: "它不是由数字、名称和 * , - / 组成的五个字段",
  minute: "分钟必须在 0 到 59 之间",
  hour: "小时必须在 0 到 23 之间",
  day: "日期必须在 1 到 31 之间，并且所选月份中有这一天",
  month: "月份必须在 1 到 12 之间，或写成 jan 这样的名称",
  weekday: "星期必须在 0 到 7 之间，或写成 mon 这样的名称",
  never: "没有符合它的日子",
};

const remoteSilence: Readonly<Record<RemoteSilence, string>> = {
  refused: "设备已开机，但没有 SSH 服务应答。请在其设置中启用 SSH，并检查端口。",
  "not-found": "找不到这个名称的设备。请检查拼写，或改用 IP 地址。",
  "timed-out": "设备可能已关机、休眠或繁忙，或防火墙阻止了 SSH。",
  "no-route": "本机的网络无法到达该设备。请检查网线或 VPN 是否已连接。",
  closed: "对方断开了连接，可能正在关机或负载过高。",
  "no-ssh": "该端口应答的不是 SSH 服务，或其版本过旧而不安全。请检查端口。",
};

const dataFolderHint = (systemCode: string) =>
  systemCode === "EEXIST" || systemCode === "ENOTDIR"
    ? "那里有一个同名文件：请将其移走，或将 BACKSTAY_HOME 设为其他文件夹。"
    : "请允许运行 Backstay 的用户在那里写入，或将 BACKSTAY_HOME 设为该用户自己的文件夹。";

/** Chinese words for the application's own errors. */
export const zhHostWords: Pick<ErrorWords, HostErrorCode> = {
  ...zhSnmpWords,
  ...zhHealthErrors,
  ...zhSelfTestErrors,
  CALL_INVALID: (d) => ({
    message: `无法理解请求 ${d.method}${d.where === "" ? "" : `：${d.where}`}。`,
    hint: "没有任何更改。如果页面比程序旧，请重新加载页面。",
  }),
  NOT_ALLOWED: (d) => ({
    message: `此会话只能查看，不能执行：${d.method}。`,
    hint: "没有任何更改。请以备份管理员的身份登录。",
  }),
  SIGN_IN_NEEDED: () => ({
    message: "您已不在登录状态。",
    hint: "备份照常进行。请重新登录，或用 `backstay console --link` 获取新的链接。",
  }),
  SIGN_IN_REFUSED: () => ({
    message: "此密码或链接无法打开控制台。",
    hint: "没有任何更改。链接只能使用一次，且只在几分钟内有效；请用 `backstay console --link` 获取新的链接。",
  }),
  SIGN_IN_TOO_OFTEN: (d) => ({
    message: "登录尝试过于频繁。",
    hint: `没有任何更改。请在 ${d.retrySeconds} 秒后重试。`,
  }),
  HOST_UNREACHABLE: () => ({
    message: "此页面无法连接到 Backstay。",
    hint: "只要 Backstay 在运行，正在进行的备份就会继续。页面会自动重新连接；在此之前显示的内容可能已过时。",
  }),
  HOST_RUNNING: (d) => ({
    message: `Backstay 已在运行（进程 ${d.pid}），正在使用 ${d.folder}。`,
    hint: "没有任何更改。请使用已运行的 Backstay（`backstay console --link` 可打开其页面），或先结束它。",
  }),
  HOST_NOT_RUNNING: (d) => ({
    message: `没有使用数据文件夹 ${d.folder} 的 Backstay 在运行。`,
    hint: "已有的备份不受影响，但在它运行之前，计划的备份不会开始，磁盘也无人监视。请用 `backstay console` 启动，或用 `backstay service install` 让它长期运行。",
  }),
  CONSOLE_NOT_SERVED: () => ({
    message: "正在运行的 Backstay 是桌面程序，不提供网页控制台。",
    hint: "没有任何更改。请使用其窗口，或先退出它，再运行 `backstay console`。",
  }),
  CONSOLE_PASSWORD_WRONG: () => ({
    message: "当前密码不正确。",
    hint: "没有任何更改，也没有人被退出登录。请检查键盘布局后重试。如果忘记了密码，请在运行 Backstay 的计算机上用 `backstay console --set-password` 设置新密码。",
  }),
  CONSOLE_PASSWORD_UNSET: () => ({
    message: "还没有可以更改的密码。",
    hint: "没有任何更改。首个密码要在运行 Backstay 的计算机上用 `backstay console --set-password` 设置。",
  }),
  CONSOLE_PASSWORD_SHORT: (d) => ({
    message: `密码太短：至少需要 ${d.minimum} 个字符。`,
    hint: "没有任何更改。几个连在一起的词容易记住，也不易猜到。",
  }),
  CERTIFICATE_UNUSABLE: (d) => ({
    message: `无法使用证书或密钥 ${d.path}（${d.reason}）。`,
    hint: "目前没有监听，外界无法访问您的数据。请提供 PEM 格式的证书及其密钥，或使用 --tls-self-signed。",
  }),
  SERVICE_FAILED: (d) => ({
    message: `服务管理器拒绝了请求：${d.command}${d.output === "" ? "" : `：${d.output}`}。`,
    hint: "没有触及任何备份。请查看其输出，然后再次运行该命令。",
  }),
  LISTEN_REFUSED: (d) => ({
    message: `Backstay 没有在 ${d.address} 上监听。`,
    hint: listenHint[d.reason],
  }),
  SOURCE_NOT_FOUND: () => ({
    message: "此来源已不存在。",
    hint: "没有任何更改，其快照仍然保留。请重新加载页面。",
  }),
  SOURCE_NOT_NAMED: (d) => ({
    message: d.isDatabase ? `没有名为 ${d.wanted} 的数据库来源。` : `没有名为 ${d.wanted} 的来源。`,
    hint:
      d.sources.length === 0
        ? "没有任何改动。目前还没有：可用 `backstay sources add` 创建。"
        : `没有任何改动。现有的来源：${d.sources.join("、")}。`,
  }),
  SOURCE_IN_USE: (d) => ({
    message: `${d.name} 仍属于以下计划：${d.plans.join("、")}。`,
    hint: "没有删除。请先将它从这些计划中移出。",
  }),
  SOURCE_PATH_INVALID: (d) => ({
    message: `${d.path} 不是本机的完整路径。`,
    hint: "没有保存。请输入从根开始的路径，或从列表中选择文件夹。",
  }),
  PLAN_NOT_FOUND: () => ({
    message: "此计划已不存在。",
    hint: "没有任何更改，其快照仍然保留。请重新加载页面。",
  }),
  PLAN_CHANGED: (d) => ({
    message: `计划“${d.name}”在此期间已被更改（在其他窗口或由他人）。`,
    hint: "没有保存任何内容。请查看计划现在的样子，或用您的版本替换它。",
  }),
  PLAN_NOT_NAMED: (d) => ({
    message: `没有名为 ${d.wanted} 的计划，或有多个。`,
    hint:
      d.plans.length === 0
        ? "没有启动任何备份。目前还没有计划：请在程序中创建一个。"
        : `没有启动任何备份。现有的计划：${d.plans.join("、")}。`,
  }),
  RUN_NOT_FOUND: () => ({
    message: "已找不到这次运行的记录。",
    hint: "没有任何更改。如果它生成了快照，快照仍然保留。",
  }),
  ALERT_NOT_FOUND: () => ({
    message: "没有这条告警，或已不存在。",
    hint: "没有任何更改。用 `backstay alerts` 查看现有告警。",
  }),
  CHANNEL_NOT_FOUND: () => ({
    message: "这个通知渠道已不存在。",
    hint: "没有任何更改。请重新加载页面。",
  }),
  CHANNEL_INCOMPLETE: (d) => ({
    message: `${d.name} 缺少${channelSecret[d.secret]}。`,
    hint: "没有保存，也没有发送任何内容。请输入；Backstay 将其保存在密钥库中，之后不再显示。",
  }),
  CHANNEL_ADDRESS_INVALID: (d) => ({
    message: channelAddress[d.reason],
    hint: "没有保存，也没有发送任何内容。请从该服务重新复制完整的地址。",
  }),
  CHANNEL_IN_CLEAR: (d) => ({
    message: `发往 ${d.host} 的密码会以明文经过网络。`,
    hint: "没有保存，也没有发送任何内容。请选择 STARTTLS 或 TLS；如果服务器不需要登录，请将用户名留空。",
  }),
  CHANNEL_PROGRAM_RELATIVE: (d) => ({
    message: `${d.program} 不是程序的完整路径。`,
    hint: "没有保存，也没有运行任何程序。请输入从根目录开始的路径，例如 /usr/local/bin/tell-us。",
  }),
  CHANNEL_PROGRAM_REFUSED: (d) => ({
    message: `不能在浏览器中指定运行 ${d.program}。`,
    hint: "没有保存，也没有运行任何程序。请在桌面应用中选择程序，或在那台计算机的终端中使用 `backstay alerts program`。",
  }),
  REPOSITORY_NOT_FOUND: () => ({
    message: "本机已没有此仓库的记录。",
    hint: "其中的备份仍在原处。请用位置和密码重新打开它。",
  }),
  REPOSITORY_IN_USE: (d) => ({
    message: `${d.name} 仍被以下计划使用：${d.plans.join("、")}。`,
    hint: "没有移除。请先为这些计划另选仓库，或删除这些计划。",
  }),
  LOCATION_INSIDE: (d) => ({
    message: d.isRepository
      ? `${d.location} 位于仓库 ${d.outer} 之内。`
      : `${d.location} 位于 Backstay 自己的文件夹 ${d.outer} 之内。`,
    hint: "没有在那里写入任何内容。请选择它旁边的文件夹：放在里面的仓库会随它一起丢失或被清理。",
  }),
  DATA_FOLDER_UNUSABLE: (d) => ({
    message: `无法使用 Backstay 自己的文件夹 ${d.path}（${d.systemCode}）。`,
    hint: `没有触及任何备份，但没有它就无法开始备份。${dataFolderHint(d.systemCode)}`,
  }),
  DATA_FOLDER_FULL: (d) => ({
    message: `Backstay 自己的文件夹 ${d.path} 所在的磁盘已满。`,
    hint: "以前的备份仍在原处，是安全的；但在腾出空间之前无法开始任何备份。请清理此磁盘，之后 Backstay 会自行继续。",
  }),
  HOST_OF_OTHER_USER: (d) => ({
    message: `Backstay 的文件夹 ${d.folder} 属于本机的另一位用户（${d.systemCode}）。`,
    hint: "没有任何改动。请以该用户的身份运行此命令（全机服务请用 sudo），或将 BACKSTAY_HOME 设为您自己的文件夹。",
  }),
  LOCATION_NOT_EMPTY: (d) => ({
    message: `${d.location} 中已有其他内容。`,
    hint: "没有写入任何内容。请选择空文件夹，或在其中新建一个文件夹。",
  }),
  REPOSITORY_CHANGED: (d) => ({
    message: `${d.location} 处是仓库 ${shortId(d.found)}，而原来的是 ${shortId(d.expected)}。`,
    hint: "没有读取，也没有写入。挂载的磁盘或共享是否正确？请挂载正确的磁盘或共享，或将此仓库作为另一个仓库打开。",
  }),
  NAME_TAKEN: (d) => ({
    message: `名称 ${d.name} 已被使用。`,
    hint: "没有保存。请换一个名称。",
  }),
  SCHEDULE_INVALID: (d) => ({
    message: `“${d.expression}”不是有效的时间安排：${scheduleProblem[d.reason]}。`,
    hint: "没有保存。需要五个字段：分、时、日、月、星期。",
  }),
  FOLDER_NOT_LISTED: (d) => {
    if (d.systemCode === "ENOENT")
      return {
        message: `文件夹 ${d.path} 不存在（${d.systemCode}）。`,
        hint: "没有任何更改。请检查拼写，并确认其所在的磁盘或共享已连接。",
      };
    if (d.systemCode === "ENOTDIR")
      return {
        message: `${d.path} 不是文件夹（${d.systemCode}）。`,
        hint: "没有任何更改。请选择它所在的文件夹。",
      };
    if (d.systemCode === "EACCES" || d.systemCode === "EPERM")
      return {
        message: `Backstay 无权查看文件夹 ${d.path}（${d.systemCode}）。`,
        hint: "没有任何更改。请授予 Backstay 运行用户相应权限，或选择其他文件夹。",
      };
    return {
      message: `无法列出文件夹 ${d.path}（${d.systemCode}）。`,
      hint: "没有任何更改。它可能已不存在，或 Backstay 无权读取。",
    };
  },
  FOLDER_NAME_INVALID: (d) => ({
    message: `文件夹不能命名为“${d.name}”。`,
    hint: "没有新建文件夹。请使用不含斜杠的名称，且不能只有点或空格。",
  }),
  FOLDER_NOT_MADE: (d) => ({
    message: `无法新建文件夹 ${d.path}（${d.systemCode}）。`,
    hint: "没有任何更改。Backstay 可能无权在此写入，或磁盘为只读、已满。请另选位置。",
  }),
  SECRET_MISSING: (d) => ({
    message: `密钥库中没有 ${d.name} 的密码。`,
    hint: "现有备份不受影响，但无法进行新的备份。请在设置中重新输入密码。",
  }),
  SECRETS_UNREADABLE: (d) => ({
    message: `无法读取密钥库 ${d.path}：${d.reason}。`,
    hint: "现有备份不受影响，但无法进行新的备份。请用副本恢复该文件，或将其移走并重新输入密码。",
  }),
  READER_CRASHED: (d) => ({
    message: `读取仓库时意外中止（${d.exit}）。`,
    hint: "没有任何更改。请重试；如果再次发生，请检查仓库。",
  }),
  RUNTIME_LACKS: (d) => ({
    message: `此处的 Backstay 无法工作：缺少 ${d.pieces.join("、")}，或其结果不正确。`,
    hint: "没有启动任何工作，也没有写入任何数据；您的备份保持原样。请重新安装 Backstay。如果仍不行，请换一台计算机运行，并检查本机的内存。",
  }),
  REMOTE_SILENT: (d) => ({
    message: `无法连接 ${d.address}。`,
    hint: `没有更改该设备上的任何内容；在它应答之前，其状态未知。${remoteSilence[d.reason]}`,
  }),
  REMOTE_KEY_CHANGED: (d) => ({
    message:
      d.shown === ""
        ? `${d.address} 不再拥有之前记录的密钥（${d.pinned}）。`
        : `${d.address} 出示的密钥是 ${d.shown}，而之前记录的是 ${d.pinned}。`,
    hint: "没有向它发送任何内容，包括密码。如果该设备重新安装过，请与它自身显示的密钥核对后再次信任；否则可能是另一台设备在冒充它。",
  }),
  REMOTE_NO_SFTP: (d) => ({
    message: `${d.address} 允许 Backstay 登录，但不通过 SFTP 提供文件。`,
    hint: "没有从它读取任何内容，也没有更改该设备上的任何内容。请在其设置中启用 SFTP（NAS 上通常在 SSH 或 FTP 旁边；OpenSSH 则是 sshd_config 中的 “Subsystem sftp” 一行），并允许此账户使用。",
  }),
  REMOTE_SIGN_IN_REFUSED: (d) => ({
    message: `${d.address} 拒绝 ${d.user} 登录。`,
    hint: "没有更改该设备上的任何内容。请检查用户名以及密码或密钥，并确认该账户允许使用 SSH。",
  }),
  REMOTE_SIGN_IN_UNUSABLE: (d) => ({
    message: {
      passphrase: `用于 ${d.address} 的私钥无法用此密码短语打开。`,
      format: `为 ${d.address} 提供的内容不是可读取的私钥。`,
      none: `没有可用于登录 ${d.address} 的凭据。`,
    }[d.reason],
    hint:
      d.reason === "none"
        ? "没有发送任何内容。请提供密钥或密码；如果要使用 SSH 代理，请以运行 Backstay 的用户启动它，或在该用户的 .ssh 文件夹中放置一个没有密码短语的密钥。"
        : "没有发送任何内容。请提供 ssh-keygen 生成的完整密钥文件（不是旁边的 .pub 文件）；如有密码短语，请一并提供。",
  }),
  REMOTE_NOT_FORWARDED: (d) => ({
    message: `${d.address} 允许 Backstay 登录，但不转接到 ${d.target}${d.said === "" ? "" : `（“${d.said}”）`}。`,
    hint: `没有保存或更改任何内容，较早的快照保持原样。${notForwarded[d.reason]}`,
  }),
  READER_SLOW: (d) => ({
    message: `读取仓库超过了 ${d.seconds} 秒仍未完成。`,
    hint: "没有任何更改，备份保持原样。存放备份的位置可能正忙或难以访问：请稍后再试。",
  }),
  JOB_NOT_RESTARTABLE: () => ({
    message: "此任务无法自行重新开始。",
    hint: "没有任何更改。请在其页面上重新启动。",
  }),
};

const notForwarded = {
  forbidden:
    "请允许该账户转发连接：查看那台机器 sshd_config 中的 AllowTcpForwarding 和 PermitOpen，以及该账户密钥的选项。",
  refused: "请在那台机器上检查服务器是否运行，并在来源所写的地址和端口上监听。",
  socket:
    "请在那台机器上检查套接字是否存在、该账户能否打开它，以及 sshd_config 是否允许（AllowStreamLocalForwarding）。",
  "no-answer": "那里在限定时间内没有应答：请按那台机器所见检查地址，并检查其防火墙。",
} as const;

const channelSecret = { address: "地址", password: "密码", key: "密钥" } as const;

const channelAddress = {
  form: "这不是完整的网址。",
  scheme: "只能使用以 https:// 或 http:// 开头的地址。",
  credentials: "不能使用在主机名之前带有用户名和密码的地址。",
} as const;
