/** Where a part of the page breaks, the rest stays, and says so: never a blank page. */
import { Component } from "preact";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { Notice } from "./messages.tsx";

interface Props {
  /** What the part shows; with another key a broken one is tried anew. */
  of?: string;
  /** Put around the message where the whole page broke. */
  wholePage?: boolean;
  children: ComponentChildren;
}

interface State {
  broken: boolean;
  of: string | undefined;
  retried: boolean;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false, of: this.props.of, retried: false };

  static override getDerivedStateFromProps({ of }: Props, state: State): Partial<State> | null {
    return of === state.of ? null : { broken: false, of, retried: false };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ broken: true });
  }

  private readonly retry = () => {
    // What broke twice may be broken by what it was given before: everything is asked anew.
    if (this.state.retried) location.reload();
    else this.setState({ broken: false, retried: true });
  };

  override render({ children, wholePage = false }: Props, { broken }: State) {
    if (!broken) return children;
    const words = t.value.errors;
    const message = (
      <div role="alert">
        <Notice icon="alert" title={words.broken} hint={words.brokenHint} tone="warn">
          <button type="button" class="button button-small" onClick={this.retry}>
            {t.value.retry}
          </button>
        </Notice>
      </div>
    );
    return wholePage ? <main class="plain">{message}</main> : message;
  }
}
