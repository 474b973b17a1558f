/** Stands in for a comparison with a network whose state grows without bound. */
export const Explosive = ({ report }: { report: { divergedAt: number } }) => (
  <p className="analysis-note">The state grew without bound, first at step {report.divergedAt}: there is nothing to compare.</p>
);
