import { type ReactNode, useRef } from 'react';

interface FileButtonProps {
  children: ReactNode;
  title: string;
  /** Endings of the names that are offered. */
  accept: string;
  testId: string;
  onFile: (file: File) => void;
}

/** A button that asks for a file; the same file may be chosen again. */
export function FileButton({ children, title, accept, testId, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()} title={title}>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        data-testid={testId}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** Offers bytes as a download. */
export function downloadBytes(bytes: Uint8Array<ArrayBuffer>, name: string, type = 'application/octet-stream'): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The download has been handed over by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
