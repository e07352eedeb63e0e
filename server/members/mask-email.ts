/** Enough for its owner to recognise, too little to write to: `j•••@e•••.org`. */
export function maskEmail(address: string | null): string | null {
  if (!address) return null;
  const [local = "", domain = ""] = address.split("@");
  const ending = domain.slice(domain.lastIndexOf("."));
  return `${local.slice(0, 1)}•••@${domain.slice(0, 1)}•••${ending}`;
}
