// A frame with a sandbox but without allow-same-origin may load no module: the page would stay blank. This script is no module.
if (self.origin === 'null') {
  document.getElementById('root').textContent =
    'This page cannot run here: the frame around it has a sandbox without allow-same-origin. ' +
    'Whoever wrote the page around it can add that flag: sandbox="allow-scripts allow-same-origin".';
}
