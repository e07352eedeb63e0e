import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFObjectCopier,
  PDFRef,
} from "@cantoo/pdf-lib";

/** A document that is bound behind another. */
export interface BoundPdf {
  /** By which the index finds its page. */
  key?: string;
  /** What it is called in the outline. */
  title: string;
  bytes: Uint8Array;
}

/** How many pages a document has. */
export const pagesOf = async (bytes: Uint8Array): Promise<number> =>
  (await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount();

/**
 * Binds documents behind a first one, each with its pages and its structure as they are, and gives the whole an outline. What the documents say
 * of themselves as files does not hold of the whole: it has no attachments, and claims no standard.
 * @param first what stands in front, with what it is called in the outline
 * @param foreign what comes from elsewhere, behind all others: its pages alone, without structure
 */
export async function bindPdfs(
  first: BoundPdf,
  behind: readonly BoundPdf[],
  foreign: readonly BoundPdf[] = [],
): Promise<Uint8Array> {
  const whole = await PDFDocument.load(first.bytes, { updateMetadata: false });
  const { context, catalog } = whole;
  catalog.delete(PDFName.of("Metadata"));
  const chapters = [{ title: first.title, page: whole.getPage(0).ref }];
  const structure = structureOf(whole);
  for (const { title, bytes } of behind) {
    const source = await PDFDocument.load(bytes, { updateMetadata: false });
    // By their references, so that what the structure says of pages is said of these.
    const copier = PDFObjectCopier.for(source.context, context);
    const pages = source.getPages().map(({ ref }) => copier.copy(ref));
    for (const page of pages) append(whole, page);
    adopt(structure, copier, structureOf(source), pages);
    chapters.push({ title, page: pages[0]! });
  }
  for (const { title, bytes } of foreign) {
    const source = await PDFDocument.load(bytes, { updateMetadata: false });
    const copier = PDFObjectCopier.for(source.context, context);
    const pages = source.getPages().map(({ ref }) => copier.copy(ref));
    for (const page of pages) append(whole, page);
    chapters.push({ title, page: pages[0]! });
  }
  catalog.set(PDFName.of("Outlines"), outline(context, chapters));
  catalog.set(PDFName.of("PageMode"), PDFName.of("UseOutlines"));
  return whole.save({ updateFieldAppearances: false });
}

function append(whole: PDFDocument, ref: PDFRef): void {
  const parent = whole.catalog.insertLeafNode(ref, whole.catalog.Pages().Count().asNumber());
  whole.context.lookup(ref, PDFDict).set(PDFName.of("Parent"), parent);
}

/** Structure of a document: what it consists of, and which of it each page's content belongs to, by numbers of the pages. */
interface Structure {
  context: PDFContext;
  root: PDFRef;
  children: PDFArray;
  numbers: PDFArray;
  next: number;
}

const [treeRoot, kids, parents, parentTree, nums, nextKey] = [
  "StructTreeRoot",
  "K",
  "StructParents",
  "ParentTree",
  "Nums",
  "ParentTreeNextKey",
].map((name) => PDFName.of(name)) as [PDFName, PDFName, PDFName, PDFName, PDFName, PDFName];

function structureOf({ context, catalog }: PDFDocument): Structure {
  const root = catalog.get(treeRoot) as PDFRef;
  const tree = context.lookup(root, PDFDict);
  return {
    context,
    root,
    children: tree.lookup(kids, PDFArray),
    numbers: tree.lookup(parentTree, PDFDict).lookup(nums, PDFArray),
    next: tree.lookup(nextKey, PDFNumber).asNumber(),
  };
}

/** Makes another document's structure a part of this one: its children are ours, and its numbers go on behind ours. */
function adopt(ours: Structure, copier: PDFObjectCopier, theirs: Structure, pages: PDFRef[]): void {
  const { context } = ours;
  for (const child of theirs.children.asArray()) {
    // What it was part of stays behind.
    theirs.context.lookup(child, PDFDict).delete(PDFName.of("P"));
    const copy = copier.copy(child);
    context.lookup(copy, PDFDict).set(PDFName.of("P"), ours.root);
    ours.children.push(copy);
  }
  const numbers = theirs.numbers.asArray();
  for (let at = 0; at < numbers.length; at += 2) {
    ours.numbers.push(shifted(numbers[at] as PDFNumber, ours.next));
    ours.numbers.push(copier.copy(numbers[at + 1]!));
  }
  for (const ref of pages) {
    const page = context.lookup(ref, PDFDict);
    renumber(page, parents, ours.next);
    for (const annotation of page.lookupMaybe(PDFName.of("Annots"), PDFArray)?.asArray() ?? [])
      renumber(context.lookup(annotation, PDFDict), PDFName.of("StructParent"), ours.next);
  }
  ours.next += theirs.next;
  context.lookup(ours.root, PDFDict).set(nextKey, PDFNumber.of(ours.next));
}

const shifted = (number: PDFNumber, by: number): PDFNumber => PDFNumber.of(number.asNumber() + by);

function renumber(dictionary: PDFDict, key: PDFName, by: number): void {
  const number = dictionary.lookupMaybe(key, PDFNumber);
  if (number) dictionary.set(key, shifted(number, by));
}

/** One entry for each document, leading to its first page. */
function outline(context: PDFContext, chapters: readonly { title: string; page: PDFRef }[]): PDFRef {
  const root = context.nextRef();
  const entries = chapters.map(() => context.nextRef());
  chapters.forEach(({ title, page }, at) => {
    const [before, after] = [entries[at - 1], entries[at + 1]];
    context.assign(
      entries[at]!,
      context.obj({
        Title: PDFHexString.fromText(title),
        Parent: root,
        ...(before && { Prev: before }),
        ...(after && { Next: after }),
        Dest: [page, PDFName.of("Fit")],
      }),
    );
  });
  context.assign(
    root,
    context.obj({ Type: "Outlines", First: entries[0]!, Last: entries.at(-1)!, Count: entries.length }),
  );
  return root;
}
