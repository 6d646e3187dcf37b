/** How people write where a host is, and as whom to sign in there. */
import { z } from "zod";

/** A name or an address as people type it: nothing a program could take for an option or a command. */
export const HostAddress = z
  .string()
  .trim()
  .max(253)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._:%-]*[A-Za-z0-9.])?$/);
export const UserName = z
  .string()
  .trim()
  .max(100)
  .regex(/^[^\s\p{C}]+$/u);
export const Port = z.int().min(1).max(65_535);
