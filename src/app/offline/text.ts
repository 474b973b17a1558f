/** Words about working without a network. */
export const OFFLINE = {
  update: 'A new version of this page is ready. Nothing changes until you reload.',
  reload: 'Reload',
  unavailable: (reason: string) => `This page works with a network only: ${reason}.`,
  preparing: (percent: number) => `Getting ready to work without a network: ${percent} %.`,
  ready: (percent: number) => `Works without a network. Shipped networks kept so far: ${percent} %.`,
  readyBut: (percent: number, reason: string) => `Works without a network. Shipped networks kept: ${percent} % (${reason}).`,
  complete: 'Works without a network, with every shipped network.',
  reasons: {
    development: 'this is a development build',
    unsupported: 'this browser keeps no pages, or not for this address',
    embedded: 'it is embedded in another page',
    refused: 'the browser refused to keep it',
    sparing: 'your browser asks to spare data, so training histories are left out until you open them',
    silent: 'the browser’s background worker does not answer',
  },
} as const;
