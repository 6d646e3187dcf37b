/** Gateways in front of replicas. */
export const gatewayHelp: Readonly<Record<string, string>> = {
  // gateway
  "keep one address in front of the machines that hold the replicas":
    "在存放副本的各台机器之前保持同一个地址",
  "One stable address of this computer in front of the machines that hold the replicas of a repository: it passes connections on to the machine of the active one, over whatever protocol, and keeps none of the data. When backups move, new connections go to the new machine, and those that are open may end in their own time. Lists gateways with how they are, sets one up, removes it, or runs one in a process of its own. List ends with status 1 when one cannot listen or has nowhere to go.":
    "在存放仓库副本的各台机器之前，提供本机上一个固定的地址：把连接转给主用副本所在的机器，不限协议，也不留存任何数据。备份转移后，新连接通往新的机器，已建立的连接可在限期内结束。可列出网关及其状态、设置、移除，或在独立的进程中运行。若有网关无法监听或没有去处，list 以状态 1 结束。",
  "what the gateway is called; set replaces one that is called so": "网关的名称；set 会替换同名的一个",
  "for set, the repository whose active replica it follows": "用于 set：跟随其主用副本的仓库",
  "for set, where it listens; other computers reach it only with --open-to-network":
    "用于 set：监听的地址；其他计算机只有在使用 --open-to-network 时才能连入",
  "for set, the machine of a replica, with further addresses of it after commas; once for each replica":
    "用于 set：副本所在的机器，其他地址以逗号分隔；每个副本用一次",
  "for set, other computers may come in": "用于 set：允许其他计算机连入",
  "for set, it does not run in the host, but where `backstay gateway run` is started":
    "用于 set：不在主机进程中运行，而是另行单独启动",
  "for set, how long open connections may go on when backups moved":
    "用于 set：备份转移后，已建立的连接可继续多久",
  "for set, how many may be open at once": "用于 set：同时最多多少个连接",
  "for set, end what was silent for so long": "用于 set：结束静默超过该时间的连接",
  "One address for the files of two NAS boxes": "两台 NAS 的文件共用一个地址",
  "How is it?": "它的状态如何？",
};
