/** What `backstay health` and `backstay hosts` say of watched hosts, in one language. */
export type WatchingWords = {
  /** @param severity one word for all of it */
  overall(severity: string): string;
  /** The header of one host. @param age how long ago it was read */
  readAgo(name: string, age: string): string;
  neverRead(name: string): string;
  /** It does not answer. @param why the error's first sentence */
  silent(name: string, why: string): string;
  /** No Backstay runs, so nothing is read. */
  atRest: string;
  acknowledged: string;
  gone: string;
  /** @param verdict what it was at the last reading */
  stale(verdict: string): string;
  volume(path: string, free: string, size: string): string;
  /** @param likely a date */
  full(likely: string, earliest: string): string;
  readonly columns: {
    readonly name: string;
    readonly how: string;
    readonly state: string;
    readonly health: string;
    readonly disks: string;
    readonly arrays: string;
  };
  readonly state: Readonly<Record<"not-read" | "answers" | "silent", string>>;
  thisComputer: string;
  overSnmp(place: string): string;
  /** SNMP version 2c. */
  overInsecureSnmp(place: string): string;
  /** Said of such a host when it was tried. */
  insecure: string;
  /** Questions for what signs in over SNMP. */
  readonly ask: Readonly<Record<"hashPassword" | "cipherPassword" | "community", string>>;
  added(name: string): string;
  removed(name: string): string;
  reached(name: string, disks: number, arrays: number): string;
  showsKey(key: string): string;
  /** It is known now where something stands, or not any more. */
  readonly stands: Readonly<Record<"office" | "elsewhere" | "unknown", (name: string) => string>>;
};

export const enWatching: WatchingWords = {
  overall: (severity) => `All in all: ${severity}.`,
  readAgo: (name, age) => `${name}, read ${age}`,
  neverRead: (name) => `${name}, not read yet`,
  silent: (name, why) => `${name} does not answer. ${why}`,
  atRest: "No Backstay runs, so nothing is read. This is what was known last.",
  acknowledged: "acknowledged",
  gone: "gone",
  stale: (verdict) => `was ${verdict} at the last reading`,
  volume: (path, free, size) => `${path}: ${free} of ${size} free`,
  full: (likely, earliest) => `full about ${likely}, at the earliest ${earliest}`,
  columns: {
    name: "Host",
    how: "Reached",
    state: "State",
    health: "Health",
    disks: "Disks",
    arrays: "Arrays",
  },
  state: { "not-read": "not read yet", answers: "answers", silent: "silent" },
  thisComputer: "this computer",
  overSnmp: (place) => `${place} over SNMP`,
  overInsecureSnmp: (place) => `${place} over SNMP 2c, insecure`,
  insecure:
    "SNMP 2c is insecure: the community and all answers cross the network readable, and anybody there can forge them.",
  ask: {
    hashPassword: "Password of the account: ",
    cipherPassword: "Its password for encryption: ",
    community: "Community: ",
  },
  added: (name) => `${name} is watched from now on.`,
  removed: (name) => `${name} is not watched any more. What was known of its disks is gone.`,
  reached: (name, disks, arrays) => `${name} answers. Disks: ${disks}. Arrays: ${arrays}.`,
  showsKey: (key) => `It shows the key ${key}. Compare it with what ssh-keygen -l prints there.`,
  stands: {
    office: (name) => `${name} stands in this office.`,
    elsewhere: (name) => `${name} stands elsewhere.`,
    unknown: (name) =>
      `Where ${name} stands is not known, so its copies do not count when the office is lost.`,
  },
};

export const zhWatching: WatchingWords = {
  overall: (severity) => `总体：${severity}。`,
  readAgo: (name, age) => `${name}，读取于${age}`,
  neverRead: (name) => `${name}，尚未读取`,
  silent: (name, why) => `${name} 没有应答。${why}`,
  atRest: "没有 Backstay 在运行，因此不会读取任何内容。以下是最后已知的情况。",
  acknowledged: "已确认",
  gone: "已消失",
  stale: (verdict) => `最近一次读数为“${verdict}”`,
  volume: (path, free, size) => `${path}：可用 ${free}，共 ${size}`,
  full: (likely, earliest) => `预计 ${likely} 前后用满，最早 ${earliest}`,
  columns: { name: "主机", how: "连接方式", state: "状态", health: "健康", disks: "磁盘", arrays: "阵列" },
  state: { "not-read": "尚未读取", answers: "有应答", silent: "无应答" },
  thisComputer: "本机",
  overSnmp: (place) => `${place}（通过 SNMP）`,
  overInsecureSnmp: (place) => `${place}（SNMP 2c，不安全）`,
  insecure: "SNMP 2c 不安全：团体名和所有应答都以明文传输，网络中的任何人都可以伪造。",
  ask: {
    hashPassword: "该账户的认证密码：",
    cipherPassword: "该账户的加密密码：",
    community: "团体名：",
  },
  added: (name) => `从现在起监视 ${name}。`,
  removed: (name) => `不再监视 ${name}，其磁盘的记录已删除。`,
  reached: (name, disks, arrays) => `${name} 有应答。磁盘：${disks}；阵列：${arrays}。`,
  showsKey: (key) => `它出示的密钥是 ${key}。请与在该设备上运行 ssh-keygen -l 的结果比对。`,
  stands: {
    office: (name) => `${name} 在本办公室。`,
    elsewhere: (name) => `${name} 在别的地方。`,
    unknown: (name) => `尚不知道 ${name} 在什么地方，失去办公室时不计入其中的副本。`,
  },
};
