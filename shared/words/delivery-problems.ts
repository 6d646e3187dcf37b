import type { DeliveryProblem } from "../model/delivery-problem.ts";
import type { Language } from "./language.ts";
import type { ErrorText } from "./types.ts";

type ProblemWords = Readonly<Record<DeliveryProblem, ErrorText>>;

const en: ProblemWords = {
  unreachable: {
    message: "The server cannot be reached.",
    hint: "Check its name and port, and that this computer is on the network.",
  },
  "timed-out": {
    message: "There was no answer in time.",
    hint: "Check the name and port; a firewall may swallow what is sent. Backstay tries again by itself.",
  },
  "cut-off": {
    message: "The other side hung up in the middle.",
    hint: "Check that the port fits the encryption: 465 is usual for TLS, 587 for STARTTLS. Backstay tries again by itself.",
  },
  certificate: {
    message: "The server's certificate is not trusted, or no encryption was agreed on.",
    hint: "Use the name the certificate is made for, or have this computer trust who issued it. Nothing secret was sent.",
  },
  "no-encryption": {
    message: "The server offers no encryption.",
    hint: "The password was not sent. Choose TLS or another port, or leave the user name empty if the server wants none.",
  },
  "sign-in": {
    message: "The server refuses the sign-in.",
    hint: "Enter the user name and the password or key again. Some services want a password made for one application.",
  },
  refused: {
    message: "The server refuses the message.",
    hint: "Read its answer, and check sender, recipients and address.",
  },
  busy: {
    message: "The server cannot take the message now.",
    hint: "Nothing needs to be done at first: Backstay tries again by itself.",
  },
  redirected: {
    message: "The server points to another address.",
    hint: "Backstay does not follow to another host. Enter the final address.",
  },
  address: {
    message: "The address cannot be used.",
    hint: "Enter it again, whole, beginning with https://.",
  },
  "secret-missing": {
    message: "The address, password or key is not in the key store.",
    hint: "Open the channel and enter it again.",
  },
  "program-missing": {
    message: "The program cannot be started.",
    hint: "Check its path, and that Backstay may run it.",
  },
  "program-failed": {
    message: "The program ended with an error.",
    hint: "Read what it printed, and run it by hand.",
  },
  internal: {
    message: "Backstay made a mistake.",
    hint: "The log says more. Backstay tries again by itself.",
  },
};

const zh: ProblemWords = {
  unreachable: {
    message: "无法连接服务器。",
    hint: "请检查服务器名称和端口，以及本机的网络连接。",
  },
  "timed-out": {
    message: "对方没有及时回应。",
    hint: "请检查名称和端口；防火墙可能丢弃了发送的内容。Backstay 会自行重试。",
  },
  "cut-off": {
    message: "对方中途断开了连接。",
    hint: "请检查端口与加密方式是否相符：TLS 通常使用 465，STARTTLS 通常使用 587。Backstay 会自行重试。",
  },
  certificate: {
    message: "服务器的证书不受信任，或无法建立加密连接。",
    hint: "请使用证书上的名称，或让本机信任证书的颁发者。没有发送任何机密内容。",
  },
  "no-encryption": {
    message: "服务器不提供加密。",
    hint: "密码没有发送。请选择 TLS 或其他端口；如果服务器不需要登录，请将用户名留空。",
  },
  "sign-in": {
    message: "服务器拒绝登录。",
    hint: "请重新输入用户名以及密码或密钥。有些服务要求使用应用专用密码。",
  },
  refused: { message: "服务器拒绝了这条消息。", hint: "请查看它的回应，并检查发件人、收件人和地址。" },
  busy: { message: "服务器暂时无法接收消息。", hint: "暂时无需处理，Backstay 会自行重试。" },
  redirected: {
    message: "服务器指向了另一个地址。",
    hint: "Backstay 不会转到其他主机。请输入最终地址。",
  },
  address: { message: "这个地址无法使用。", hint: "请重新输入以 https:// 开头的完整地址。" },
  "secret-missing": {
    message: "密钥库中没有所需的地址、密码或密钥。",
    hint: "请打开该通知渠道并重新输入。",
  },
  "program-missing": { message: "无法启动程序。", hint: "请检查其路径，以及 Backstay 是否有权运行它。" },
  "program-failed": { message: "程序以错误结束。", hint: "请查看它的输出，并手动运行一次。" },
  internal: { message: "Backstay 出现内部错误。", hint: "日志中有更多信息。Backstay 会自行重试。" },
};

const WORDS: Readonly<Record<Language, ProblemWords>> = { en, zh };

/** Why people could not be told, and what to do. */
export function deliveryProblemWords(problem: DeliveryProblem, language: Language): ErrorText {
  return WORDS[language][problem];
}
