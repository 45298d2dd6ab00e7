export { type FlexService, readFlexService } from '../doctor/conversations-classic/service';
