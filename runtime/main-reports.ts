export { parseReport } from './domain/evidence/report-bytes';
export { reportText } from './domain/evidence/report-text';
