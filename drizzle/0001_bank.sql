CREATE TABLE "access_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"manager_id" integer,
	"channel" text NOT NULL,
	"intent" text NOT NULL,
	"customer_ids" integer[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"manager_id" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "balances" (
	"customer_id" integer NOT NULL,
	"holding_id" text NOT NULL,
	"as_of" date NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	CONSTRAINT "balances_customer_id_holding_id_as_of_pk" PRIMARY KEY("customer_id","holding_id","as_of")
);
--> statement-breakpoint
CREATE TABLE "bank" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"currency" char(3) NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "branches" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "branches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"region" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "branches_externalId_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "chart_links" (
	"id" text PRIMARY KEY NOT NULL,
	"spec" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contributions" (
	"customer_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"month" date NOT NULL,
	"net_interest" double precision NOT NULL,
	"fees" double precision NOT NULL,
	"cost_to_serve" double precision NOT NULL,
	"expected_loss" double precision NOT NULL,
	"balance" double precision NOT NULL,
	"transactions" integer NOT NULL,
	CONSTRAINT "contributions_customer_id_run_id_month_pk" PRIMARY KEY("customer_id","run_id","month")
);
--> statement-breakpoint
CREATE TABLE "customer_values" (
	"customer_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"recency_days" integer,
	"frequency" integer NOT NULL,
	"monetary" double precision,
	"recency_score" smallint NOT NULL,
	"frequency_score" smallint NOT NULL,
	"monetary_score" smallint NOT NULL,
	"probability_alive" double precision,
	"expected_transactions" double precision,
	"contribution12m" double precision NOT NULL,
	"expected_contribution" double precision NOT NULL,
	"clv" double precision NOT NULL,
	"clv_low" double precision NOT NULL,
	"clv_high" double precision NOT NULL,
	"horizon_months" integer NOT NULL,
	"cvs" double precision NOT NULL,
	"tier" text NOT NULL,
	"segment_id" integer,
	"churn_probability" double precision,
	"churn_reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"balance" double precision NOT NULL,
	"satisfaction" double precision,
	"stage" text NOT NULL,
	CONSTRAINT "customer_values_customer_id_run_id_pk" PRIMARY KEY("customer_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"external_id" text NOT NULL,
	"name" text,
	"sex" text,
	"birth_date" date,
	"branch_id" integer,
	"manager_id" integer,
	"joined_on" date,
	"closed_on" date,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "customers_externalId_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"digest_id" integer NOT NULL,
	"slot" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"run_id" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	"error" text,
	"at_risk" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "deliveries_digest_id_slot_pk" PRIMARY KEY("digest_id","slot")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "digests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"owner_id" integer NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"cron" text NOT NULL,
	"timezone" text NOT NULL,
	"locale" text NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"customer_id" integer NOT NULL,
	"external_id" text NOT NULL,
	"given_on" date NOT NULL,
	"text" text NOT NULL,
	"language" text,
	"rating" double precision,
	CONSTRAINT "feedback_customer_id_external_id_pk" PRIMARY KEY("customer_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "handled_events" (
	"channel" text NOT NULL,
	"event_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "handled_events_channel_event_id_pk" PRIMARY KEY("channel","event_id")
);
--> statement-breakpoint
CREATE TABLE "holdings" (
	"customer_id" integer NOT NULL,
	"external_id" text NOT NULL,
	"product" text NOT NULL,
	"label" text,
	"opened_on" date,
	"closed_on" date,
	"amount" numeric(18, 2),
	"status" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "holdings_customer_id_external_id_pk" PRIMARY KEY("customer_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"manager_id" integer NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identities_channel_external_id_pk" PRIMARY KEY("channel","external_id")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"manager_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reply" jsonb NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "ingest_batches" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ingest_batches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"mapping" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"status" text NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ingest_rejects" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ingest_rejects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"batch_id" integer NOT NULL,
	"mapping" text NOT NULL,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"column" text NOT NULL,
	"value" text,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"customer_id" integer NOT NULL,
	"external_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"note" text,
	"resolved_at" timestamp with time zone,
	"manager_id" integer,
	CONSTRAINT "interactions_customer_id_external_id_pk" PRIMARY KEY("customer_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "managers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "managers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"external_id" text NOT NULL,
	"email" text,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"branch_id" integer,
	"locale" text,
	"timezone" text,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "managers_externalId_unique" UNIQUE("external_id"),
	CONSTRAINT "managers_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"method" text NOT NULL,
	"trained_at" timestamp with time zone NOT NULL,
	"as_of" date NOT NULL,
	"champion" boolean DEFAULT false NOT NULL,
	"body" jsonb NOT NULL,
	"card" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"run_id" integer NOT NULL,
	"id" integer NOT NULL,
	"name_en" text NOT NULL,
	"name_zh" text NOT NULL,
	"size" integer NOT NULL,
	"portrait" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "segments_run_id_id_pk" PRIMARY KEY("run_id","id")
);
--> statement-breakpoint
CREATE TABLE "surveys" (
	"customer_id" integer NOT NULL,
	"external_id" text NOT NULL,
	"answered_on" date NOT NULL,
	"score" double precision NOT NULL,
	"scale_max" double precision NOT NULL,
	"question" text,
	CONSTRAINT "surveys_customer_id_external_id_pk" PRIMARY KEY("customer_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "teams_conversations" (
	"key" text PRIMARY KEY NOT NULL,
	"reference" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"customer_id" integer NOT NULL,
	"external_id" text NOT NULL,
	"holding_id" text,
	"booked_on" date NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	"kind" text NOT NULL,
	"balance_after" numeric(18, 2),
	"counterparty" text,
	CONSTRAINT "transactions_customer_id_external_id_pk" PRIMARY KEY("customer_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "valuation_runs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "valuation_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"as_of" date NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone,
	"parameters" jsonb NOT NULL,
	"models" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"customers" integer DEFAULT 0 NOT NULL,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "access_log" ADD CONSTRAINT "access_log_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balances" ADD CONSTRAINT "balances_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contributions" ADD CONSTRAINT "contributions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contributions" ADD CONSTRAINT "contributions_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_values" ADD CONSTRAINT "customer_values_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_values" ADD CONSTRAINT "customer_values_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_branch_id_branches_id_fk" FOREIGN KEY ("branch_id") REFERENCES "public"."branches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_owner_id_managers_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holdings" ADD CONSTRAINT "holdings_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_rejects" ADD CONSTRAINT "ingest_rejects_batch_id_ingest_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."ingest_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "managers" ADD CONSTRAINT "managers_branch_id_branches_id_fk" FOREIGN KEY ("branch_id") REFERENCES "public"."branches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_manager" ON "access_log" USING btree ("manager_id","at");--> statement-breakpoint
CREATE INDEX "chart_links_expiry" ON "chart_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "customer_values_run_clv" ON "customer_values" USING btree ("run_id","clv");--> statement-breakpoint
CREATE INDEX "customer_values_run_churn" ON "customer_values" USING btree ("run_id","churn_probability");--> statement-breakpoint
CREATE INDEX "customers_manager" ON "customers" USING btree ("manager_id");--> statement-breakpoint
CREATE INDEX "customers_branch" ON "customers" USING btree ("branch_id");--> statement-breakpoint
CREATE INDEX "customers_name_trigram" ON "customers" USING gin ("name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "inbox_manager" ON "inbox" USING btree ("manager_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "ingest_rejects_row" ON "ingest_rejects" USING btree ("mapping","file","line","column");--> statement-breakpoint
CREATE INDEX "transactions_customer_booked" ON "transactions" USING btree ("customer_id","booked_on");