import type { IncomingFile } from './incoming-file.ts';

/** How far an import has come. */
export type IngestProgress = {
  /** the file being read, or whose rows are being stored */
  file: string;
  phase: 'reading' | 'storing';
  /** of all files so far */
  rows: number;
  rowsPerSecond: number;
  /** of all files as they lie on the disk */
  bytesDone: number;
  bytesTotal: number;
  /** of reading; null before enough is read to tell it by */
  secondsLeft: number | null;
};

/** Says where the import is: the phase, the file, and how many of its bytes are read. */
export type Tell = (phase: IngestProgress['phase'], file: IncomingFile, bytes: number) => void;

/** An estimate of the time left is made from this share of the bytes on: what is read first is slow, and says little of the rest. */
const enoughRead = 0.05;

/** Makes what tells `onProgress`, at most ten times a second and at each change of file or phase. */
export function progressTeller(
  files: readonly IncomingFile[],
  onProgress: ((progress: IngestProgress) => void) | undefined,
  now: () => Date,
): Tell {
  if (onProgress === undefined) return () => {};
  const began = now().getTime();
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const done = new Map<IncomingFile, number>();
  let told = { at: 0, file: '', phase: '' };
  let readingSince: number | undefined;
  return (phase, file, bytes) => {
    done.set(file, bytes);
    const at = now().getTime();
    readingSince ??= at;
    if (told.phase === phase && told.file === file.name && at - told.at < 100) return;
    told = { at, file: file.name, phase };
    const seconds = (at - began) / 1000;
    const rows = files.reduce((sum, { counts }) => sum + counts.read, 0);
    const bytesDone = [...done.values()].reduce((sum, one) => sum + one, 0);
    onProgress({
      file: file.name,
      phase,
      rows,
      rowsPerSecond: seconds === 0 ? 0 : rows / seconds,
      bytesDone,
      bytesTotal,
      secondsLeft:
        bytesDone < enoughRead * bytesTotal
          ? null
          : ((at - readingSince) / 1000 / bytesDone) * (bytesTotal - bytesDone),
    });
  };
}
