/**
 * E-mails of the demo bank's people that a visitor may speak as: a relationship manager whose book holds customer
 * 1042, the supervisor of that manager's branch, and the analyst.
 */
export const demoPeople = {
  manager: 'petra.novakova@demo.example',
  supervisor: 'jan.dvorak@demo.example',
  analyst: 'analyst@demo.example',
} as const;
