import type { ChineseOf } from "../chinese-of.ts";
import type { snmp as english } from "../en/snmp.ts";

export const snmp: ChineseOf<typeof english> = {
  reached: "连接方式",
  kinds: {
    ssh: "SSH：服务器，以及允许账户登录的存储设备",
    snmp: "SNMP：Synology、QNAP 和 TrueNAS 存储设备",
  },
  intro:
    "Backstay 通过 SNMP 读取它的磁盘和阵列，需要先在设备的设置中启用 SNMP。只会查询，不会在那里更改任何内容。SNMP 提供的信息少于 SSH：没有序列号，每块磁盘的数值也很少。",
  addressHint: "主机名或 IP 地址，例如 box.office.lan。",
  version: "版本",
  versions: { v3: "3，有认证和加密", v2c: "2c，不安全" },
  insecure:
    "第 2c 版不安全。团体名和所有应答都以明文传输，网络中的任何人都可以伪造，即将失效的磁盘可能因此看起来正常。仅供不支持其他版本的设备使用。",
  user: "账户",
  userHint: "在设备设置中建立的 SNMP 账户，启用认证和加密。",
  hash: "认证方式",
  hashPassword: "认证密码",
  hashPasswordHint: "多数设备称为“认证密码”。至少 8 个字符。",
  cipher: "加密方式",
  cipherPassword: "加密密码",
  cipherPasswordHint: "多数设备称为“隐私密码”。至少 8 个字符。",
  community: "团体名",
  communityHint: "作用相当于密码，以明文发送。",
  box: "厂商",
  anyBox: "自动识别",
  moved: "地址、端口、账户或版本变了：需要重新提供登录凭据。",
  testing: "正在查询并读取一次，最多需要半分钟。",
  wanting: "请先填写名称、地址、端口和账户。",
  wantingOpen: "请先填写名称、地址和端口。",
  factsOver: "连接方式",
  factsSigned: "SNMP 3，以 {{hash}} 认证，以 {{cipher}} 加密",
  factsOpen: "SNMP 2c，不安全：既不认证也不加密",
  read: "{{when}}通过 SNMP 读取。",
  readOpen: "{{when}}通过 SNMP 2c 读取：网络中的任何人都可能伪造。",
};
