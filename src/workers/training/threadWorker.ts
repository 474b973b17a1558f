import '../../kernels/bundled';
import { expose } from 'comlink';
import { createPart } from '../../training/engines/wasm/part';

expose(createPart());
