import { Component, type ReactNode } from 'react';

interface BoundaryState {
  message?: string | undefined;
  /** How often it has begun anew by itself. */
  recovered: number;
}

/** So often a panel begins anew by itself: what breaks it again and again is shown. */
const MAX_RECOVERIES = 3;

/**
 * If a panel breaks, says so in its place and leaves the rest of the page alone. Where something else has changed the page under it (a
 * translator, an extension), it begins anew by itself: what the user has lies in the store and is not touched.
 */
export class ErrorBoundary extends Component<{ name: string; children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { recovered: 0 };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown): void {
    const { recovered } = this.state;
    if (error instanceof DOMException && recovered < MAX_RECOVERIES)
      this.setState({ message: undefined, recovered: recovered + 1 });
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <section className="panel broken" role="alert">
        <p>
          The panel “{this.props.name}” broke: {this.state.message}. The rest of the page goes on.
        </p>
        <button type="button" onClick={() => this.setState({ message: undefined })}>
          Try again
        </button>
      </section>
    );
  }
}
