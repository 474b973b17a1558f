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
