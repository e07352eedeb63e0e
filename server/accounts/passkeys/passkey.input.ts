import { ArrayMaxSize, Length, MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Form, NotBlank, PlainLine } from "../../core/input-rules.ts";

const base64url = /^[A-Za-z0-9_-]+$/;

/** How a browser writes bytes. */
const Bytes =
  (most: number): PropertyDecorator =>
  (target, property) => {
    Form("bytes", base64url)(target, property);
    Length(1, most)(target, property);
  };

/** What browsers say of a passkey, whatever it was asked for. */
@InputType()
abstract class CeremonyInput {
  @Field(() => String, { description: "`id`: the credential's." })
  @Bytes(1_400)
  credentialId!: string;
  @Field(() => String, { description: "`response.clientDataJSON`." })
  @Bytes(4_000)
  clientDataJSON!: string;
}

@InputType({ description: "A new passkey, as `navigator.credentials.create` answers it; bytes are in base64url." })
export class NewPasskeyInput extends CeremonyInput {
  @Field(() => String, { description: "What its owner calls it, such as the device that keeps it." })
  @NotBlank()
  @PlainLine()
  @MaxLength(100)
  name!: string;
  @Field(() => String, { description: "`response.attestationObject`." })
  @Bytes(16_000)
  attestationObject!: string;
  @Field(() => [String], { description: "`response.getTransports()`.", defaultValue: [] })
  @ArrayMaxSize(10)
  @PlainLine({ each: true })
  @MaxLength(30, { each: true })
  transports!: string[];
}

@InputType({
  description: "What a passkey has signed, as `navigator.credentials.get` answers it; bytes are in base64url.",
})
export class PasskeyAnswerInput extends CeremonyInput {
  @Field(() => String, { description: "`response.authenticatorData`." })
  @Bytes(4_000)
  authenticatorData!: string;
  @Field(() => String, { description: "`response.signature`." })
  @Bytes(4_000)
  signature!: string;
  @Field(() => String, { nullable: true, description: "`response.userHandle`, where there is one." })
  @Bytes(200)
  userHandle?: string | null;
}
