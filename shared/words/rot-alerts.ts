import { formatMoment } from "../format/calendar-date.ts";
import { formatCount, formatQuantity } from "../format/count.ts";
import { type AlertWords, namesOf } from "./alert-words.ts";

/** English words for files whose content changed and whose dates did not. */
export const enRotAlerts: Pick<AlertWords, "SOURCE_ROTTED"> = {
  SOURCE_ROTTED: ({ about, silent, undated, further, examples, before, disks }, { nowMs, resolvedMs }) => {
    const ended = resolvedMs !== null;
    const then = formatMoment(before.timeMs, nowMs, "en", "sentence");
    const names = namesOf(examples).join(", ");
    const onDisks = disks.map(({ name }) => name).join(", ");
    const total = silent + undated + further;
    const all = formatQuantity(total, "file");
    const happened = [
      silent === 0
        ? ""
        : `${formatQuantity(silent, "file")} got another content though nothing on this computer wrote to them: size, date and even the date that the system keeps for itself stayed the same. A disk, a cable or memory that turns bits does that; on a share, or a file system that keeps only one date, a program may have done it as well.`,
      undated === 0
        ? ""
        : `${formatQuantity(undated, "file")} got another content from a program that left the date as it was, or put it back. Encrypted containers such as VeraCrypt's and some databases do so; so does who wants nobody to notice.`,
      further === 0 ? "" : `${formatQuantity(further, "file")} more changed so and are not listed.`,
      names === ""
        ? ""
        : examples.length === total
          ? `${total === 1 ? "It is" : "They are"} ${names}.`
          : `Among them: ${names}.`,
    ];
    return {
      title: ended
        ? `Files in ${about} had changed without a new date`
        : `Files in ${about} changed without a new date`,
      summary: ended
        ? "It was seen to."
        : silent > 0
          ? `${all} got another content, and nothing wrote to ${total === 1 ? "it" : "some of them"}.`
          : `${all} got another content, and the date stayed the same.`,
      happened: happened.filter((part) => part !== "").join(" "),
      means: ended
        ? "The snapshot that was kept for it is removed again when the plan says so."
        : `The backup worked and has the files as they are now. The snapshot of ${then} has them as they were: it is pinned, and no plan removes it.`,
      toDo: ended
        ? "Nothing."
        : `Compare some of these files with the snapshot of ${then}. If they are broken, restore the older version beside them${silent === 0 ? "" : onDisks === "" ? ", and look at the disk they lie on" : `, and look at ${onDisks}`}. If a program writes them so, say that it was meant.`,
    };
  },
};

/** Chinese words for the same. */
export const zhRotAlerts: Pick<AlertWords, "SOURCE_ROTTED"> = {
  SOURCE_ROTTED: ({ about, silent, undated, further, examples, before, disks }, { nowMs, resolvedMs }) => {
    const ended = resolvedMs !== null;
    const then = formatMoment(before.timeMs, nowMs, "zh", "sentence");
    const names = namesOf(examples).join("、");
    const onDisks = disks.map(({ name }) => name).join("、");
    const count = (number: number) => formatCount(number, "zh");
    const total = silent + undated + further;
    const happened = [
      silent === 0
        ? ""
        : `${count(silent)} 个文件的内容变了，但这台电脑上没有程序写过它们：大小、日期，连系统自己记录的日期都没有变。硬盘、线缆或内存出错会造成这种情况；在共享文件夹上，或在只保存一种日期的文件系统上，也可能是某个程序写的。`,
      undated === 0
        ? ""
        : `${count(undated)} 个文件被某个程序改写，而日期保持不变或被改回。VeraCrypt 等加密容器和某些数据库会这样做；不想让人发现的人也会这样做。`,
      further === 0 ? "" : `另有 ${count(further)} 个文件也是如此，未一一列出。`,
      names === "" ? "" : `${examples.length === total ? "即" : "例如"}：${names}。`,
    ];
    return {
      title: ended ? `${about} 曾有文件内容变了而日期未变` : `${about} 有文件内容变了而日期未变`,
      summary: ended
        ? "已处理。"
        : silent > 0
          ? `${count(total)} 个文件的内容变了，其中 ${count(silent)} 个没有程序写过。`
          : `${count(total)} 个文件的内容变了，日期却没有变。`,
      happened: happened.join(""),
      means: ended
        ? "为此保留的快照重新按计划的规则移除。"
        : `备份已成功，保存的是文件现在的样子。${then} 的快照保存着更改之前的文件：它已被固定，任何计划都不会移除它。`,
      toDo: ended
        ? "无需处理。"
        : `请将其中的一些文件与 ${then} 的快照比较。如果文件已损坏，请把旧版本恢复到旁边${silent === 0 ? "" : onDisks === "" ? "，并检查文件所在的硬盘" : `，并检查 ${onDisks}`}。如果是某个程序正常写入的，请确认这是正常操作。`,
    };
  },
};
