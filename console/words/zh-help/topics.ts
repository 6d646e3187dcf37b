import { ENVIRONMENT_HELP } from "../../environment.ts";
import { EXIT_CODE_HELP } from "../../exit-codes.ts";

/** Texts that are read by themselves. */
export const topicsHelp: Readonly<Record<string, string>> = {
  [EXIT_CODE_HELP]: `命令退出状态的含义：

    0  完成
    1  失败；消息中说明了发生了什么，以及对您的数据意味着什么
    2  命令行有误
    3  完成，但有些文件无法读取，或无法恢复；对于 status：无法得知当前状态；对于 replicate 和 heal：仍有损坏的内容
   10  该处没有仓库
   11  仓库被其他程序锁定
   12  密码错误
  130  被 Ctrl-C 停止
  143  被 SIGTERM 停止

使用 --json 时，失败的命令最后会在标准错误输出一行：
  {"message_type":"exit_error","code":11,"message":"...","hint":"...","error_code":"REPOSITORY_LOCKED"}`,
  [ENVIRONMENT_HELP]: `Backstay 使用的环境变量。命令行上给出的优先。

  BACKSTAY_REPOSITORY             仓库的位置（--repo）
  BACKSTAY_REPOSITORY_FILE        写有其位置的文件（--repository-file）
  BACKSTAY_PASSWORD               仓库的密码
  BACKSTAY_PASSWORD_FILE          写有密码的文件（--password-file）
  BACKSTAY_PASSWORD_COMMAND       输出密码的程序（--password-command）
  BACKSTAY_FROM_REPOSITORY 等     同样的五个变量，用于 \`init\`、\`replicate\` 或 \`heal\` 所取自的仓库（--from-repo 等）
  BACKSTAY_HOST                   主机名（--host）
  BACKSTAY_COMPRESSION            auto、off 或 max（--compression）
  BACKSTAY_CACHE_DIR              存放仓库缓存的位置（--cache-dir）
  BACKSTAY_HOME                   Backstay 在本机存放一切内容的文件夹
  LC_ALL、LC_MESSAGES、LANG       消息语言：以 zh 开头为中文，否则为英文（--lang）

用于另一台设备上的仓库，位置写成 sftp:user@host:/folder 或 sftp://user@host:port//folder；没有设置时使用 \`ssh\` 的
设置、密钥、代理和已知主机：

  BACKSTAY_SFTP_KEY_FILE          用于登录的私钥文件
  BACKSTAY_SFTP_PASSPHRASE        私钥的密码短语；BACKSTAY_SFTP_PASSPHRASE_FILE：写有它的文件
  BACKSTAY_SFTP_PASSWORD          用于登录的密码；BACKSTAY_SFTP_PASSWORD_FILE：写有它的文件
  BACKSTAY_SFTP_HOST_KEY          该设备必须出示的密钥，例如 ssh-ed25519 SHA256:...
  BACKSTAY_SSH_CONFIG             代替 ~/.ssh/config 读取的文件

用于 rclone:remote:folder 处的仓库，使用 \`rclone\` 的设置及其自己的变量，例如 RCLONE_CONFIG_PASS：

  BACKSTAY_RCLONE_PROGRAM         rclone 所在的位置，在 PATH 中时不需要

用于支持 restic REST 协议的服务器上的仓库，位置写成 rest:https://host:8000/folder/：

  BACKSTAY_REST_USERNAME          登录的用户名
  BACKSTAY_REST_PASSWORD          其密码；BACKSTAY_REST_PASSWORD_FILE：写有它的文件
  BACKSTAY_CACERT                 受信任的证书文件，例如该服务器自己的证书
  BACKSTAY_TLS_CLIENT_CERT        向服务器出示的证书及其密钥的文件

用于 S3 或兼容服务的存储桶中的仓库，位置写成 s3:https://host/bucket/folder：

  AWS_ACCESS_KEY_ID               登录的密钥（或 BACKSTAY_S3_ACCESS_KEY_ID）
  AWS_SECRET_ACCESS_KEY           其私密部分（或 BACKSTAY_S3_SECRET_ACCESS_KEY；BACKSTAY_S3_SECRET_ACCESS_KEY_FILE：写有它的文件）
  AWS_SESSION_TOKEN               用于临时密钥
  AWS_DEFAULT_REGION              存储桶所在的区域，服务要求时填写（或 BACKSTAY_S3_REGION）
  BACKSTAY_S3_BUCKET_LOOKUP       dns 或 path：无法正确识别该服务时，指定存储桶名称所在的位置
  BACKSTAY_CACERT                 同上

用于支持 WebDAV 的服务器上的仓库，位置写成 webdav:https://host/folder/：

  BACKSTAY_WEBDAV_USERNAME        登录的用户名
  BACKSTAY_WEBDAV_PASSWORD        其密码；BACKSTAY_WEBDAV_PASSWORD_FILE：写有它的文件
  BACKSTAY_CACERT, BACKSTAY_TLS_CLIENT_CERT   同上

用于支持 FTP 的服务器上的仓库，位置写成 ftps://user@host/folder，没有 TLS 时写成 ftp://user@host/folder：

  BACKSTAY_FTP_USERNAME           登录的用户名
  BACKSTAY_FTP_PASSWORD           其密码；BACKSTAY_FTP_PASSWORD_FILE：写有它的文件
  BACKSTAY_CACERT                 同上

除 BACKSTAY_HOME 外，都可以改用 RESTIC_ 开头；BACKSTAY_ 开头的优先。
命令行对本机的所有人可见，因此没有任何选项直接接受密码。`,
};
