import { Component, type ReactNode } from 'react';

/** If a panel breaks, says so in its place and leaves the rest of the page alone. */
export class ErrorBoundary extends Component<{ name: string; children: ReactNode }, { message?: string | undefined }> {
  override state: { message?: string | undefined } = {};

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
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
