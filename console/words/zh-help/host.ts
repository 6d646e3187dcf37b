/** Commands of what runs by itself: plans, pages, alerts and watched machines. */
export const hostHelp: Readonly<Record<string, string>> = {
  // for a console, and what installs one
  "where to listen, like [::1]:7411 or 0.0.0.0:7411; beyond this computer only with TLS and a password (default: 127.0.0.1:7411)":
    "监听位置，例如 [::1]:7411 或 0.0.0.0:7411；本机以外须有 TLS 和密码（默认：127.0.0.1:7411）",
  "a name that browsers may call this computer by, like backup.example; may be given several times":
    "浏览器可用来访问本机的名称，例如 backup.example，可多次使用",
  "certificate to speak TLS with, as PEM": "TLS 使用的证书，PEM 格式",
  "its key, as PEM": "证书的密钥，PEM 格式",
  "speak TLS with a certificate of Backstay's own, and print its fingerprint":
    "TLS 使用 Backstay 自行生成的证书，并显示其指纹",

  // console
  "run Backstay and serve its pages to a browser": "运行 Backstay，并向浏览器提供页面",
  "Runs Backstay on this computer and serves its pages to a browser, until it is ended. Planned backups start only while it runs, or the desktop application does.":
    "在本机运行 Backstay 并向浏览器提供页面，直到被结束。只有在它或桌面程序运行期间，计划的备份才会开始。",
  "print a new link to the console that runs, and do nothing else": "仅显示正在运行的控制台的新链接",
  "set the password that opens the console, asked for or from --password-file, and do nothing else":
    "仅设置打开控制台的密码，可输入或取自 --password-file",
  "print a new token that opens /metrics and /healthz from other computers, and do nothing else":
    "仅显示一个新令牌，供其他计算机访问 /metrics 和 /healthz",
  "print no link, because a service manager runs this": "不显示链接，供服务管理器运行时使用",
  "Open the application in a browser of this computer": "在本机的浏览器中打开程序",
  "A new link, when the first one was used": "第一个链接用过之后，获取新的链接",
  "Let the browsers of the office in": "让办公室的浏览器也能访问",
  "Then listen at all addresses": "然后在所有地址上监听",

  // service
  "let Backstay run all the time": "让 Backstay 长期运行",
  "Lets Backstay run all the time, also with nobody signed in, and start with the computer: as a service of systemd. What is installed runs `backstay console` with the flags given here.":
    "让 Backstay 作为 systemd 服务长期运行，无人登录时也运行，并随计算机启动。安装的服务会以此处给出的选项运行 `backstay console`。",
  "for the whole computer; needs root (default for root)": "用于整台计算机，需要 root（root 的默认值）",
  "for what you may read (default for everybody else)": "用于您有权读取的内容（其他用户的默认值）",
  "For all files of this computer, as root": "以 root 身份安装，用于本机的所有文件",
  "Does it run?": "它在运行吗？",
  "Not any more": "不再需要时",

  // health
  "say how disks and arrays are": "说明磁盘和阵列的状况",
  "Says how the disks and arrays of this computer and of all watched hosts are, with all reasons. With explain, judges what a tool for disks or RAID arrays printed, as Backstay would if it had run the tool itself. The verdict is printed, and the exit status does not tell it. With self-test, has a disk test itself beside its other work, or shows the last tests. With device-type, chooses how smartctl reaches a disk behind an adapter that it does not know. With survival, says for each source what is left of its copies when a disk, a box, the office or the password is lost.":
    "说明本机和所有受监视主机的磁盘与阵列的状况，并列出全部理由。使用 explain 时，判断磁盘或 RAID 工具的输出，与 Backstay 自己运行该工具时相同。结论会显示出来；退出状态不反映结论。使用 self-test 时，让一块磁盘自检（不影响其使用），或显示最近的自检。使用 device-type 时，选择 smartctl 如何读取接在它不认识的转接器后面的磁盘。使用 survival 时，说明每个来源在失去一块磁盘、一台设备、办公室或密码时还剩几份副本。",
  "for explain, what the tool printed; - for standard input; for self-test and device-type, the disk by its serial number or device":
    "用于 explain，是工具的输出文件，- 表示标准输入；用于 self-test 和 device-type，是磁盘的序列号或设备",
  "for device-type, what smartctl's option -d takes, such as sat; auto leaves it to smartctl; without one, says which it is":
    "用于 device-type，smartctl 的 -d 选项的值，例如 sat；auto 表示由 smartctl 判断；省略则显示当前值",
  "Read a disk behind a USB adapter": "读取接在 USB 转接器后面的磁盘",
  "for self-test, one that takes hours and reads the whole disk":
    "用于 self-test，进行需要数小时、读取整块磁盘的自检",
  "Have a disk test itself": "让一块磁盘自检",
  "What would survive?": "出事时能保住什么？",
  "read all hosts first, instead of showing what was read last": "先读取所有主机，而不是显示最近一次的读数",
  "How are the disks?": "磁盘状况如何？",
  "which tool it was, and in which form": "是哪种工具、哪种格式的输出",
  "Is this disk fine?": "这块磁盘正常吗？",
  "And these arrays?": "这些阵列呢？",
  "For a script": "供脚本使用",

  // hosts
  "list, add, remove or try the hosts whose disks are watched": "列出、添加、移除或试连受监视的主机",
  "Lists the machines whose disks and arrays are watched, adds or removes one, tries one, or hears where one stands, so that it is known what a fire in the office would leave. Another machine is reached over SSH, and its host key is pinned at the first time; or it is a storage box that answers SNMP. What it is asked is in docs/health.md, and changes nothing.":
    "列出磁盘和阵列受监视的机器，添加、移除或试连其中一台，或说明它位于何处，以便得知办公室失火后还剩什么。其他机器通过 SSH 连接，首次连接时记住其主机密钥；存储设备也可以通过 SNMP 读取。会查询哪些内容见 docs/health.md，都不会更改任何内容。",
  "what the host is called; for test without --ssh or --snmp, one that is watched already; for stands, a place of copies as well":
    "主机的名称；用于 test 而没有 --ssh 或 --snmp 时，是已受监视的主机；用于 stands 时也可以是副本的位置",
  "for stands, where it stands": "用于 stands 时，是它位于何处",
  "It stands in another building": "它在另一栋楼里",
  "where it is; with :port where that is not 22": "它的位置；端口不是 22 时加上 :端口",
  "sign in with this private key": "用此私钥登录",
  "file with the passphrase of the key": "含有该密钥密码短语的文件",
  "sign in with the password in this file; - for standard input": "用此文件中的密码登录；- 表示标准输入",
  "sign in with the SSH agent that runs beside Backstay": "用与 Backstay 一同运行的 SSH 代理登录",
  "where a storage box is that answers SNMP version 3; with :port where that is not 161":
    "支持 SNMP 第 3 版的存储设备的位置；端口不是 161 时加上 :端口",
  "file with the password of that account; asked for where it is left out":
    "含有该账户认证密码的文件；未给出时会询问",
  "file with its password for encryption; asked for where it is left out":
    "含有该账户加密密码的文件；未给出时会询问",
  "how requests are signed; sha256 unless told otherwise": "请求的认证方式；默认为 sha256",
  "how they are encrypted; aes128 unless told otherwise": "请求的加密方式；默认为 aes128",
  "the same with SNMP version 2c, which is insecure: nothing is signed or encrypted":
    "同上，但使用 SNMP 第 2c 版；它不安全，既不认证也不加密",
  "file with the community; asked for where it is left out": "含有团体名的文件；未给出时会询问",
  "whose box it is; found out where it is left out": "设备的厂商；未给出时自动识别",
  "Which hosts are watched?": "监视了哪些主机？",
  "Try a NAS first": "先试连一台 NAS",
  "Then watch it": "然后监视它",
  "Watch a storage box over SNMP": "通过 SNMP 监视存储设备",

  // pin
  "list, add or remove snapshots that no plan removes": "列出、添加或取消任何计划都不会移除的快照",
  "Lists the snapshots that no plan removes, or pins one, or lets go of one. Backstay itself pins the snapshot that has the older version of files whose content changed without a new date. Pins are known to the Backstay of this computer: another computer and other programs do not see them.":
    "列出任何计划都不会移除的快照，或固定、取消固定一个快照。文件内容变了而日期未变时，Backstay 会自动固定保存着旧版本的快照。只有本机的 Backstay 知道哪些快照已固定：其他电脑和其他程序看不到。",
  "for add and remove, beginning of its id": "用于 add 和 remove：标识的开头",
  "Which are kept whatever plans say?": "哪些快照不受计划影响而保留？",
  "Keep this one": "保留这一个",
  "It may go": "可以移除它了",

  // alerts
  "list alerts, or acknowledge them": "列出或确认告警",
  "Lists the alerts whose cause lasts, the worst first, or acknowledges some. An acknowledged alert returns only if it gets worse. approve says of suspicious changes, and of files that changed without a new date, that they were meant; what is older is kept before. Where no Backstay runs, it is what was known last. With program, a channel of that name tells of alerts by running a program with its arguments as they are, no shell between; rules say of which alerts. A browser may use such a channel, but not say what it runs.":
    "列出原因仍在的告警，最严重的在前；或确认其中一些。确认后的告警只有在情况恶化时才会再次出现。使用 approve 时，确认可疑的更改、或内容变了而日期未变的文件属于正常操作；在此之前旧的内容会保留。没有 Backstay 在运行时，显示最后已知的情况。使用 program 时，该名称的渠道通过运行一个程序来通知告警，参数原样传递，不经过 shell；由规则决定通知哪些告警。浏览器可以使用这样的渠道，但不能指定它运行什么。",
  "for ack and approve, beginnings of the ids of alerts; for program, the channel's name, then the program's whole path and its arguments":
    "用于 ack 和 approve 时，是告警标识的开头部分；用于 program 时，先是渠道名称，然后是程序的完整路径及其参数",
  "Ring the bell": "响铃",
  "We deleted these files ourselves": "这些文件是我们自己删除的",
  "What is wrong?": "出了什么问题？",
  "I take care of this one": "这一条由我处理",

  // status
  "say whether everything is protected": "查看是否一切都受保护",
  "Says whether everything is protected, and what is not. Ends with status 0 when all is well, 1 when somebody has to do something, and 3 when it cannot be told, for instance because no Backstay runs.":
    "说明是否一切都受保护，以及哪些没有。一切正常时退出状态为 0，需要有人处理时为 1，无法得知时为 3，例如没有 Backstay 在运行。",
  "Is everything safe?": "一切是否都受保护？",
  "For a monitoring system": "供监控系统使用",

  // run
  "start a plan and show its progress": "启动计划并显示进度",
  "Starts a plan in the Backstay that runs on this computer, and shows its progress until it has ended. Where none runs, it does the work itself. Ctrl-C cancels a run that this command started, and leaves one that was under way already.":
    "在本机正在运行的 Backstay 中启动计划，并显示进度直到结束。没有 Backstay 在运行时，由此命令自行完成。按 Ctrl-C 会取消由此命令启动的运行；若运行原已在进行，则不受影响。",
  "name of the plan, or its id": "计划的名称或标识",
  "Back up before the holidays": "放假前备份一次",

  // version
  "print the version": "显示版本",
  "Prints the version of Backstay and of what runs it.": "显示 Backstay 及其运行环境的版本。",
};
