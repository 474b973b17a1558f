"""Times one training update of the paper's recipe in PyTorch, beside the engines of this project (`npm run bench -- --gpu` runs it).

    python3 scripts/torch_step.py --device cpu --rounds 7 --size 256/64/16/30

Prints one JSON line: {"device", "B", "H", "d", "T", "ms_median", "ms_min", "rounds"}. The update: fresh N(0, 1) noise, a ReLU nn.RNN without
bias, hard Gumbel-softmax with a straight-through gradient, the debiased Sinkhorn divergence (blur 0.2, scaling 0.5) with its gradient in
closed form, a clip of the global norm, Adam with both betas 0.9. Ends with status 1 and a sentence where the device cannot be had.
"""

import argparse
import json
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

WARM_UP = 2


def half_squared_distances(a, b):
    """Costs |a_i - b_j|^2 / 2 of rows, [n, m]."""
    squares = (a * a).sum(1)[:, None] + (b * b).sum(1)[None] - 2 * a @ b.T
    return squares.clamp_min(0) / 2


def softmin(epsilon, costs, potentials):
    return -epsilon * torch.logsumexp(potentials[None] - costs / epsilon, 1)


@torch.no_grad()
def sinkhorn_gradient(x, y, blur=0.2, scaling=0.5):
    """Gradient of the debiased divergence by the rows of x [n, T*K], y as many rows."""
    n = len(x)
    xy, xx, yy = half_squared_distances(x, y), half_squared_distances(x, x), half_squared_distances(y, y)
    yx = xy.T.contiguous()
    diameter = math.sqrt(x.shape[1])
    logs = torch.arange(2 * math.log(diameter), 2 * math.log(blur), 2 * math.log(scaling)).tolist()
    schedule = [diameter**2, *(math.exp(value) for value in logs), blur**2]
    log_weight = torch.full((n,), -math.log(n), device=x.device)
    epsilon = schedule[0]
    f, g = softmin(epsilon, xy, log_weight), softmin(epsilon, yx, log_weight)
    p, q = softmin(epsilon, xx, log_weight), softmin(epsilon, yy, log_weight)
    for epsilon in schedule:
        f, g, p, q = (
            (f + softmin(epsilon, xy, log_weight + g / epsilon)) / 2,
            (g + softmin(epsilon, yx, log_weight + f / epsilon)) / 2,
            (p + softmin(epsilon, xx, log_weight + p / epsilon)) / 2,
            (q + softmin(epsilon, yy, log_weight + q / epsilon)) / 2,
        )
    to_target = torch.softmax((log_weight + g / epsilon)[None] - xy / epsilon, 1)
    to_itself = torch.softmax((log_weight + p / epsilon)[None] - xx / epsilon, 1)
    return (to_itself @ x - to_target @ y) / n


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--size", default="256/64/16/30", help="B/H/d/T")
    given = options.parse_args()
    B, H, d, T = (int(part) for part in given.size.split("/"))
    if given.device == "cuda" and not torch.cuda.is_available():
        sys.exit("PyTorch finds no CUDA device.")
    torch.set_num_threads(1)
    device = torch.device(given.device)
    rnn = nn.RNN(d, H, 1, nonlinearity="relu", batch_first=True, bias=False).to(device)
    read_out = nn.Linear(H, 3, bias=False).to(device)
    parameters = [*rnn.parameters(), *read_out.parameters()]
    adam = torch.optim.Adam(parameters, lr=1e-3, betas=(0.9, 0.9))
    target = F.one_hot(torch.randint(0, 3, (B, T)), 3).float().reshape(B, -1).to(device)
    times = []
    for _ in range(WARM_UP + given.rounds):
        begun = time.perf_counter()
        adam.zero_grad()
        hidden, _ = rnn(torch.randn(B, T, d, device=device), torch.zeros(1, B, H, device=device))
        drawn = F.gumbel_softmax(read_out(hidden), tau=1.0, hard=True).reshape(B, -1)
        drawn.backward(sinkhorn_gradient(drawn.detach(), target))
        nn.utils.clip_grad_norm_(parameters, 0.9)
        adam.step()
        if given.device == "cuda":
            torch.cuda.synchronize()
        times.append(1e3 * (time.perf_counter() - begun))
    kept = sorted(times[WARM_UP:])
    print(json.dumps({"device": given.device, "B": B, "H": H, "d": d, "T": T, "ms_median": round(kept[len(kept) // 2], 1), "ms_min": round(kept[0], 1), "rounds": given.rounds}))


main()
