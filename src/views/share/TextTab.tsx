import { useApp } from '../../ui/context';
import { CopyField } from './CopyField';
import type { SharedState } from './shared';
import { summaryText } from './summary';
import { SHARE, TEXT_COPY } from './text';

/** The state of the page in words and numbers, to paste. */
export function TextTab({ shared: { network, link, page } }: { shared: SharedState }) {
  const analyses = useApp((state) => state.analyses);
  if (!network) return <p>{SHARE.loading}</p>;
  return (
    <CopyField
      label={TEXT_COPY.label}
      text={summaryText({ settings: page.settings, analyses, network, link })}
      rows={14}
      testId="share-text"
    />
  );
}
