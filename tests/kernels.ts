import '../src/kernels/bundled';
