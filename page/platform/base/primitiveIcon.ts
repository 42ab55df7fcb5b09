import BasePrimitiveIcon from 'base-components/primitiveIcon';
import { getIconPath } from 'lightning/iconUtils';

/** The base components' icon, with its image from the sprite files instead of 3,500 compiled templates. */
export default class PrimitiveIcon extends BasePrimitiveIcon {
  override async requestIconTemplates(): Promise<void> {
    // nothing to load
  }

  override get href(): string {
    return this.src ? super.href : getIconPath(this.iconName);
  }
}
